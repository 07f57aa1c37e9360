import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackChromium } from './chromium.mjs';
import { scratch } from './scratch.mjs';
import setUpPostgres from './postgres-server.setup.mjs';

/** Before any test file: a folder for what its files share, a browser that is there whole, and a desk that starts PostgreSQL when somebody asks. */
export default async function setup() {
  process.env.TEST_FOLDER = await mkdtemp(join(scratch(), 'rejoinder-run-'));
  const [chromium] = await Promise.all([unpackChromium(), setUpPostgres()]);
  process.env.TEST_CHROMIUM = chromium.path;
  if (chromium.libraries) process.env.LD_LIBRARY_PATH = chromium.libraries;
}
