import * as v from 'valibot';

const bundleEntry = v.union([v.string(), v.object({ message: v.string(), comment: v.array(v.string()) })]);

/** What the document must know before its first message. */
export const bootSchema = v.object({
  /** Files that the document fetches for its worker. */
  resources: v.object({ worker: v.string(), wasm: v.object({ simd: v.string(), plain: v.string() }) }),
  /** `vscode.l10n.bundle`; null where the display language is English. */
  l10n: v.nullable(v.record(v.string(), bundleEntry)),
  /** `vscode.env.language`, a BCP 47 tag. */
  language: v.string(),
});

export type Boot = v.InferOutput<typeof bootSchema>;

/** Reads the boot data that panelHtml wrote. @throws where the document is not one of panelHtml's */
export function readBoot(document: Document): Boot {
  return v.parse(bootSchema, JSON.parse(document.getElementById('boot')?.textContent ?? 'null'));
}
