import { writeFileSync } from 'node:fs';
import { keysFile } from './keys-file.js';

writeFileSync(new URL('keys.ts', import.meta.url), keysFile());
