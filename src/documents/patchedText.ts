import { LineMap } from './lineMap';

/** What takes the place of a span of the text. */
export interface Patch {
  start: number;
  end: number;
  text: string;
}

/** A text of which more and more spans are replaced. */
export class PatchedText {
  /** Disjoint, in order. */
  private readonly patches: Patch[] = [];
  private map: LineMap | null = null;

  constructor(private readonly source: string) {}

  /** @param patches in order, disjoint from one another and from all before; no other comes between them later */
  apply(patches: readonly Patch[]): void {
    const [first] = patches;
    if (!first) return;
    const at = this.patches.findIndex(({ start }) => start > first.start);
    this.patches.splice(at < 0 ? this.patches.length : at, 0, ...patches);
    this.map = null;
  }

  /** The text with all patches so far. */
  get text(): string {
    const parts: string[] = [];
    let at = 0;
    for (const { start, end, text } of this.patches) {
      parts.push(this.source.slice(at, start), text);
      at = end;
    }
    parts.push(this.source.slice(at));
    return parts.join('');
  }

  /** Which line of the source stands beside which line of the text as it is now. */
  get lines(): LineMap {
    this.map ??= this.mapLines();
    return this.map;
  }

  private mapLines(): LineMap {
    const map = new LineMap();
    let at = 0;
    let source = 0;
    let target = 0;
    for (const { start, end, text } of this.patches) {
      const kept = countLines(this.source.slice(at, start));
      map.add((source += kept), (target += kept));
      source += countLines(this.source.slice(start, end));
      target += countLines(text);
      // The line after a passage stands beside the line after its translation.
      map.add(source + 1, target + 1);
      at = end;
    }
    return map;
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
