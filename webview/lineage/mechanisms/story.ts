import type { PaperId } from '../papers';

/** What is told of a mechanism. Texts are functions, because the language is known only once the document runs. */
export interface Story {
  name: () => string;
  /** When it was published; null for a combination of our own. */
  year: number | null;
  problem: () => string;
  gained: () => string;
  gaveUp: () => string;
  /** Where what is computed here differs from the paper. */
  here?: () => string;
  /** The first is the one that introduced it. Where there is none, `relation` says so. */
  papers: readonly PaperId[];
  relation?: () => string;
}
