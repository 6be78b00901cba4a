/** What can be said about one translated sentence: claims as data, each with the figures that it stands on. */

/** What a claim says. How it is put into words is the panel's business. */
export type ClaimKind =
  // where the words came from
  | 'followed'
  | 'order'
  | 'oneToMany'
  | 'manyToOne'
  | 'copied'
  // how sure the model was
  | 'unsure'
  | 'sure'
  // what the source does not support, and what it lost
  | 'endMark'
  | 'spread'
  | 'supported'
  | 'uncovered'
  | 'covered'
  | 'repeated'
  | 'newNumber'
  | 'lostNumber'
  | 'truncated';

export type Section = 'check' | 'unsure' | 'origins';

/** One number of the record (or counted in it), and what it is of. Indices are those of SentenceResult and TraceRecord. */
export type Figure =
  /** alignment[target][source]; the end mark is source word number sourceWords.length. */
  | { of: 'attention'; target: number; source: number; value: number }
  /** Sum of a source word's column: what all words of the translation gave it. */
  | { of: 'received'; source: number; value: number }
  /** 2 to the entropy of a row, the end mark's column included: over how many words it is as good as spread evenly. */
  | { of: 'spread'; target: number; value: number }
  | { of: 'confidence'; target: number; value: number }
  /** Of the piece that came at a step. */
  | { of: 'probability'; target: number; step: number; value: number }
  /** Of the distribution at a step, in bits. */
  | { of: 'entropy'; target: number; step: number; value: number }
  /** Another piece that could have come there; `text` is the word as far as it would then stand. */
  | { of: 'rival'; target: number; step: number; id: number; text: string; value: number }
  /** How many of how many. */
  | { of: 'count'; value: number; total: number };

/** The threshold that made a claim: what was below (or not below) which value. */
export interface Limit {
  name: LimitName;
  value: number;
}

export type LimitName = 'majority' | 'partner' | 'unsure' | 'phrase';

export interface Claim {
  kind: ClaimKind;
  section: Section;
  /** Indices of the words concerned, in order; the end mark may be among those of the source. */
  source: number[];
  target: number[];
  figures: Figure[];
  /** Absent where a claim needs none. */
  limit?: Limit;
  /** How much it matters among those of its section: the greater comes first. */
  weight: number;
}
