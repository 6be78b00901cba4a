/**
 * How protected spans are shown to the model.
 *
 * What was measured (250 lines of software documentation in reStructuredText with 730 spans, 250 of them as Markdown, 250
 * messages with 431 spans; bahdanau-2015-large, greedy; restoring included):
 *
 * | shown as                                    | BLEU rst | BLEU Markdown | BLEU messages | put back, rst | Markdown |
 * | as it is (not even restored)                |  52.9    |  47.6         |  58.9         |               |          |
 * | as it is                                    |  54.2    |  48.7         |  59.0         |  69           |  91      |
 * | ``A``, ``B`` …                              |  54.4    |  48.8         |  49.9         |  20           |  19      |
 * | {0}, {1} …                                  |  53.7    |               |  56.9         |  27           |          |
 * | roles as :role:`A`, the rest as ``A``       |  54.4    |               |               |  37           |          |
 * | as below                                    |  54.4    |  48.8         |  59.8         |  21           |  20      |
 *
 * So code, roles, names, paths and addresses are shown as short literals, which the model knows from its training text
 * and copies best; placeholders, versions, mentions, emoji and emphasised parameters as they are; the marks of links and
 * tags are taken out, and put around what is aligned to the words they enclosed; those of emphasis stay in.
 */

import { splitSentences } from '../sentences';
import { mask, type Form, type Forms, type ProtectedText } from './mask';
import type { GlossaryEntry, InlineSyntax, ProtectedKind, ProtectedSpan } from './protectedSpan';
import { recognise, withGlossary } from './recognise';

const AS_LITERAL: ReadonlySet<ProtectedKind> = new Set([
  'code',
  'role',
  'url',
  'email',
  'path',
  'identifier',
  'html',
  'term',
]);
const EMPHASIS = /^(?:\*{1,3}|_{1,3})$/;
/** `*name*`, as doc strings set parameters: the model has seen many. */
const PARAMETER = /^\*[a-z]\w{0,20}\*$/;

/**
 * @param text a paragraph: the source of a segment, or any text of `syntax`
 * @param spans what is known to be protected in it (those of a segment); by default, what is recognised
 */
export function protect(
  text: string,
  options: { syntax?: InlineSyntax; spans?: readonly ProtectedSpan[]; glossary?: readonly GlossaryEntry[] } = {},
): ProtectedText {
  const { syntax = 'plain', glossary = [] } = options;
  const spans = options.spans ? withGlossary(text, options.spans, glossary) : recognise(text, syntax, glossary);
  const literal = literalNames(text);
  const forms = formsFor(text, spans, syntax, literal);
  const masked = mask(text, spans, forms);
  // what a sentence border would cut through is shown as a literal, which none does
  const cut = new Set(cutItems(masked));
  if (cut.size === 0) return masked;
  return mask(text, spans, (span, source) => (cut.has(span.start) ? literal : forms(span, source)));
}

/** Names of literals: A to Z, then AA and on. Those that the text has itself are passed over. */
function literalNames(text: string): Form {
  const names: string[] = [];
  let next = 0;
  return (n) => {
    for (; names.length <= n; next++) {
      const name =
        next < 26 ? letter(next) : next < 702 ? letter(Math.floor(next / 26) - 1) + letter(next) : `X${next}`;
      if (!text.includes(`\`\`${name}\`\``)) names.push(name);
    }
    return `\`\`${names[n]!}\`\``;
  };
}

const letter = (n: number) => String.fromCharCode(65 + (n % 26));

function formsFor(text: string, spans: readonly ProtectedSpan[], syntax: InlineSyntax, literal: Form): Forms {
  const outside = withoutSpans(text, spans);
  return (span) => {
    const own = text.slice(span.start, span.end);
    if (span.kind === 'markup') {
      if (span.pair === undefined) return 'asIs';
      // a mark that stands in the text by itself, too, could not be told from it
      return EMPHASIS.test(own) && own.startsWith('*') && !outside.includes('*') ? 'asIs' : 'out';
    }
    if (!AS_LITERAL.has(span.kind)) return 'asIs';
    if (span.kind === 'identifier' && (PARAMETER.test(own) || (syntax === 'plain' && own.length <= 12))) return 'asIs';
    return literal;
  };
}

function withoutSpans(text: string, spans: readonly ProtectedSpan[]): string {
  let rest = '';
  let at = 0;
  for (const { start, end } of spans) {
    rest += text.slice(at, start);
    at = end;
  }
  return rest + text.slice(at);
}

/** Items that do not lie within one sentence: where they start in the source. */
function cutItems({ text, items }: ProtectedText): number[] {
  const sentences = splitSentences(text);
  return items.flatMap(({ masked, source }) => {
    const cut = sentences.some(
      ({ start, end }) => (masked.start < start && masked.end > start) || (masked.start < end && masked.end > end),
    );
    return cut ? [source.start] : [];
  });
}
