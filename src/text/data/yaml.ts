/** String values of YAML: flow and block scalars, not keys. */

import { isScalar, parseAllDocuments, visit, type Document, type Scalar } from 'yaml';
import { splitBlocks } from '../blocks/split';
import { commentSegments } from '../comments/segments';
import { eolOf, indentationAt, isBlank, linesOf } from '../lines';
import { SourceBuilder, type Segment } from '../segment';
import { isMessage } from './message';

/** Deeper flow collections than this are no text that anybody wrote. */
const DEEPEST = 200;
const DEEP = new RegExp(`[[{](?:[^\\n]{0,3}[[{]){${DEEPEST}}|^[ \\t]*(?:[-?][ \\t]+){${DEEPEST}}`, 'm');

export function yamlSegments(text: string, shift = 0, document = text): Segment[] {
  if (DEEP.test(text)) return [];
  const segments: Segment[] = [];
  for (const parsed of documentsOf(text)) {
    visit(parsed, {
      Scalar(key, node, path) {
        if (key === 'key' || typeof node.value !== 'string' || !node.range) return;
        const keys = path.flatMap((parent) =>
          'key' in parent && isScalar(parent.key) ? [String(parent.key.value)] : [],
        );
        segments.push(...scalar(document, shift, node, node.value, keys));
      },
    });
  }
  return [...segments, ...(shift === 0 ? commentSegments(text, 'yaml') : [])].sort(
    (a, b) => a.span.start - b.span.start,
  );
}

function documentsOf(text: string): Document[] {
  try {
    const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false });
    return Array.isArray(documents) ? (documents as Document[]) : [];
  } catch {
    return []; // the parser calls itself: what is nested deeper than the stack is no text
  }
}

const ESCAPES = { PLAIN: 'yamlPlain', QUOTE_SINGLE: 'yamlSingle', QUOTE_DOUBLE: 'yamlDouble' } as const;

function scalar(document: string, shift: number, node: Scalar, value: string, keys: readonly string[]): Segment[] {
  const start = node.range![0] + shift;
  const end = node.range![1] + shift;
  const message = isMessage(value, keys);
  if (message === 'no') return [];
  const doubtful = message === 'perhaps' ? { doubtful: true as const } : {};
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') {
    return block(document, start, end).map((segment) => ({ ...segment, ...doubtful }));
  }
  const style = ESCAPES[node.type as keyof typeof ESCAPES];
  if (!style) return [];
  const segment = new SourceBuilder(document)
    .put(value, start, end)
    .segment('value', 'plain', { escape: style, divisible: false, ...doubtful });
  return segment ? [segment] : [];
}

/** The paragraphs of a block scalar, below its header. */
function block(document: string, start: number, end: number): Segment[] {
  const header = document.slice(start, end).search(/[\n\r]/);
  if (header < 0) return [];
  const from = start + header + (document.startsWith('\r\n', start + header) ? 2 : 1);
  const lines = linesOf(document, { start: from, end });
  const filled = lines.filter((line) => !isBlank(document, line));
  const common = filled.reduce(
    (least, line) => Math.min(least, indentationAt(document, line.start).length),
    Number.POSITIVE_INFINITY,
  );
  const indent = Number.isFinite(common) ? common : 0;
  return splitBlocks(
    document,
    lines.map((line) => ({ lineStart: line.start, start: Math.min(line.end, line.start + indent), end: line.end })),
    {
      kind: 'value',
      syntax: 'markdown',
      escape: 'none',
      eol: eolOf(document),
      comment: false,
      docString: false,
      prefix: null,
      width: 80,
    },
  );
}
