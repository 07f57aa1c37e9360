import { environmentOf } from './config/environment.js';
import { readConfig } from './config/read-config.js';

/** For a container's health check: asks the forum that was started with the same settings, and ends with 0 where it may be sent readers. */
const { HOST, PORT } = readConfig(environmentOf(process.cwd(), process.env));
// A forum that listens everywhere is asked here.
const here = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
const host = here.includes(':') ? `[${here}]` : here;
try {
  const { ok } = await fetch(`http://${host}:${PORT}/health/ready`, { signal: AbortSignal.timeout(1_900) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
