/** Files and messages as damage, mistakes and malice make them of good ones. */

import fc from 'fast-check';

/** Inputs for each property: a short form by default, as many as FUZZ_RUNS says for `npm run soak`. */
export const RUNS = Number(process.env['FUZZ_RUNS'] ?? 150);

/** Numbers at the edges of what a format can say. */
const EDGES = [0, 1, 2, 7, 8, 127, 128, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53];

const edge = fc.constantFrom(...EDGES, ...EDGES.map((value) => -value), 0.5, 1e308, Number.MAX_VALUE);

const json: fc.Arbitrary<unknown> = fc.oneof(
  edge,
  fc.boolean(),
  fc.constant(null),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '\u0000', '\ud800', 'F32', 'tanh'),
  fc.constantFrom<unknown>([], {}, [[]], { length: 4e9 }),
  fc.array(edge, { maxLength: 4 }),
);

/** A place in a value (by a share of all places), and what happens to it. */
const change = fc.record({
  where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  how: fc.constantFrom('replace', 'remove', 'double', 'rename'),
  value: json,
});

type Holder = Record<string | number, unknown>;

/** Every place below a value: what holds it, and under which key. */
function places(value: unknown): [holder: Holder, key: string | number][] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return [];
  const holder = value as Holder;
  const keys = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value);
  return keys.flatMap((key) => [[holder, key] as [Holder, string | number], ...places(holder[key])]);
}

/** Copies of a value, each with a few places changed. */
export function mutated<T>(value: T): fc.Arbitrary<unknown> {
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const root = { value: structuredClone(value) as unknown };
    for (const { where, how, value: other } of changes) {
      const all = places(root);
      const place = all[Math.floor(where * all.length)];
      if (!place) break; // nothing is left
      const [holder, key] = place;
      if (how === 'replace') holder[key] = structuredClone(other);
      else if (how === 'remove') delete holder[key];
      else if (how === 'double' && Array.isArray(holder)) holder.push(structuredClone(holder[key as number]));
      else if (!Array.isArray(holder)) {
        Object.defineProperty(holder, String(other), {
          value: holder[key],
          enumerable: true,
          writable: true,
          configurable: true,
        });
      }
    }
    return root.value;
  });
}

/** Texts of JSON: of changed values, or cut and patched as text. */
export function mutatedJson(text: string): fc.Arbitrary<string> {
  const patch = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat({ max: 20 }),
    insert: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('[', '{', '"', '}', ']', ',', '9'.repeat(400), '\\u'),
    ),
  });
  const patched = fc.array(patch, { minLength: 1, maxLength: 3 }).map((patches) =>
    patches.reduce((sum, { at, remove, insert }) => {
      const from = Math.floor(at * sum.length);
      return sum.slice(0, from) + insert + sum.slice(from + remove);
    }, text),
  );
  const changed = mutated(JSON.parse(text) as unknown).map((value) => JSON.stringify(value) ?? '');
  return fc.oneof(changed, patched);
}

/** Bytes with some changed, cut off, added, or the 8 at the front set. */
export function mutatedBytes(bytes: Uint8Array): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const flip = fc.record({ kind: fc.constant('flip' as const), at: share, byte: fc.nat({ max: 255 }) });
  const cut = fc.record({ kind: fc.constant('cut' as const), at: share, count: fc.nat({ max: 64 }) });
  const add = fc.record({ kind: fc.constant('add' as const), at: share, extra: fc.uint8Array({ maxLength: 16 }) });
  const front = fc.record({ kind: fc.constant('front' as const), length: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) });
  const end = fc.record({ kind: fc.constant('end' as const), at: share });
  return fc.array(fc.oneof(flip, flip, cut, add, front, end), { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce((sum, change) => {
      const at = 'at' in change ? Math.floor(change.at * sum.length) : 0;
      const out = Uint8Array.from(sum);
      switch (change.kind) {
        case 'flip':
          if (out.length > 0) out[at] = change.byte;
          return out;
        case 'cut':
          return joined(out.subarray(0, at), out.subarray(at + change.count));
        case 'add':
          return joined(out.subarray(0, at), change.extra, out.subarray(at));
        case 'front':
          if (out.length >= 8) new DataView(out.buffer).setBigUint64(0, change.length, true);
          return out;
        case 'end':
          return out.slice(0, at);
      }
    }, Uint8Array.from(bytes)),
  );
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
