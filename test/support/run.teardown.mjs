import { rm } from 'node:fs/promises';

/** After the last test file: nothing of the run is left. */
export default async function teardown() {
  await globalThis.stopPostgres();
  await rm(process.env.TEST_FOLDER, { recursive: true, force: true });
}
