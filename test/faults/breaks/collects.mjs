import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Breaks nothing that was promised: lets the harness see what a process keeps, apart from what V8 has not collected yet.
// Told `{ weigh: true }` it collects, and answers `{ kept }`: the bytes of its heap and of its buffers.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('message', (told) => {
  if (!told.weigh) return;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ kept: heapUsed + external });
});
process.channel.unref();
