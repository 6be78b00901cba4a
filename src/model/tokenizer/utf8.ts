/** UTF-8 that byte-fallback pieces spell out, decoded without ever failing. */

export interface DecodedCharacter {
  text: string;
  /** How many bytes it took. */
  bytes: number;
}

const REPLACEMENT = '\ufffd';

/** How many bytes a lead byte announces, and the smallest code point that such a sequence may spell. */
function lead(byte: number): { length: number; bits: number; least: number } | null {
  if (byte < 0x80) return { length: 1, bits: byte, least: 0 };
  if (byte >= 0xc2 && byte < 0xe0) return { length: 2, bits: byte & 0x1f, least: 0x80 };
  if (byte >= 0xe0 && byte < 0xf0) return { length: 3, bits: byte & 0x0f, least: 0x800 };
  if (byte >= 0xf0 && byte < 0xf5) return { length: 4, bits: byte & 0x07, least: 0x10000 };
  return null;
}

function decodeAt(bytes: readonly number[], at: number): DecodedCharacter {
  const head = lead(bytes[at]!);
  const wrong = { text: REPLACEMENT, bytes: 1 };
  if (!head) return wrong;
  let point = head.bits;
  for (let i = 1; i < head.length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return wrong;
    point = (point << 6) | (byte & 0x3f);
  }
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  if (point < head.least || point > 0x10ffff || surrogate) return wrong;
  return { text: String.fromCodePoint(point), bytes: head.length };
}

/** The characters of a run of bytes; a byte that belongs to none becomes U+FFFD by itself. */
export function decodeUtf8(bytes: readonly number[]): DecodedCharacter[] {
  const characters: DecodedCharacter[] = [];
  for (let at = 0; at < bytes.length;) {
    const character = decodeAt(bytes, at);
    characters.push(character);
    at += character.bytes;
  }
  return characters;
}
