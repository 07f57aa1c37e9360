import { crc32, inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * The files of a ZIP by their names, read as its directory says (APPNOTE 4.3), by nothing of what wrote it.
 * @throws Error where a file is not what its checksum says, or one stands there twice
 */
export function unzip(zip: Buffer): Map<string, string> {
  const end = zip.length - 22;
  if (zip.readUInt32LE(end) !== END) throw new Error('No end of a directory');
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error(`No entry at ${at}`);
    const [sum, packed, size] = [16, 20, 24].map((offset) => zip.readUInt32LE(at + offset));
    const [named, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + named);
    const local = zip.readUInt32LE(at + 42);
    if (zip.readUInt32LE(local) !== LOCAL) throw new Error(`No file at ${local}`);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = inflateRawSync(zip.subarray(from, from + (packed ?? 0)));
    if (content.length !== size || crc32(content) !== sum || files.has(name)) throw new Error(`Not whole: ${name}`);
    files.set(name, content.toString('utf8'));
    at += 46 + named + extra + comment;
  }
  return files;
}
