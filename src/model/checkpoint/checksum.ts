/** CRC-32, as of zip files and PNG (ISO/IEC 13239): a damaged file is told from a whole one, no more. */

const POLYNOMIAL = 0xedb88320;

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/** @returns 8 hexadecimal digits, in small letters */
export function crc32(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let rest = -1;
  for (let i = 0; i < bytes.length; i++) rest = TABLE[(rest ^ bytes[i]!) & 255]! ^ (rest >>> 8);
  return (~rest >>> 0).toString(16).padStart(8, '0');
}
