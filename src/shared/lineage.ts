/** The mechanisms in the order in which one answers what the one before left open; models of other ids come after. */
export const LINEAGE: readonly string[] = [
  'rnn-seq2seq',
  'cho-2014',
  'sutskever-2014',
  'rnn-attention',
  'bahdanau-2015',
  'lstm-additive',
  'luong-dot',
  'luong-general',
  'luong-concat',
  'cosine',
  'luong-local-m',
  'luong-local-p',
  'hard',
  'ema',
  'self-attention',
  'transformer',
];

/** Models in the order of the lineage; those of other ids come after, by id. */
export function inLineageOrder<T extends { id: string }>(models: readonly T[]): T[] {
  const place = ({ id }: T): number => (LINEAGE.includes(id) ? LINEAGE.indexOf(id) : LINEAGE.length);
  return models.toSorted((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
}
