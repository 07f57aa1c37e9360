import { unpackChromium } from './chromium.mjs';
import setUpPostgres from './postgres-server.setup.mjs';

/** Before any test file: a browser that is there whole, and a desk that starts PostgreSQL when somebody asks. */
export default async function setup() {
  const [chromium] = await Promise.all([unpackChromium(), setUpPostgres()]);
  process.env.TEST_CHROMIUM = chromium.path;
  if (chromium.libraries) process.env.LD_LIBRARY_PATH = chromium.libraries;
}
