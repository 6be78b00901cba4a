/** Whether a value of a data file is a text for people. */

import { hasWords } from '../segment';
import { recognise } from '../protect/recognise';

/** Keys whose values are for machines, whatever they look like. */
const MACHINE_KEY =
  /^(?:\$.*|@.*|run|scripts?|commands?|cmd|args?|argv|entrypoint|(?:before|after)_script|shell|image|uses|if|when|on|type|types|id|ids|key|keys|version|path|paths|file|files|dir|main|module|regex|pattern|patterns|include|exclude|match|glob|globs|url|uri|href|src|icon|license|engine|engines|encoding|charset|locale|lang|format|schema|scope|class|className|style|selector|query|sql|env|expression|activationEvents|capabilities|dependencies|devDependencies|peerDependencies|extends|default|enum|const|author|contributors|maintainers|email|repository|homepage|targets?|branches|tags?|cron|sha|hash|checksum|integrity|resolved|registry|begin|end|while|contentName)$/i;
const SHELL =
  /(?:^|\s)(?:&&|\|\||-{1,2}\w|>{1,2}|\|)(?:\s|$)|^(?:npm|npx|yarn|pnpm|node|git|docker|python3?|pip|cargo|go|make|bash|sh|tsc|curl|cd|echo|rm|cp|mv|mkdir|sudo|apt|apt-get|brew)\s/;

/**
 * @param keys of the objects around the value, the innermost last
 * @returns 'no' where there is nothing to translate, 'perhaps' where the value may as well be for a program
 */
export function isMessage(value: string, keys: readonly string[]): 'yes' | 'perhaps' | 'no' {
  if (!/\p{L}/u.test(value) || !hasWords(value, recognise(value, 'plain'))) return 'no';
  if (SHELL.test(value)) return 'perhaps';
  if (
    keys
      .slice(-2)
      .some(
        (key, n, last) =>
          MACHINE_KEY.test(key) && (n === last.length - 1 || !/^(?:type|id|key|on|if|tags?|default|style)$/.test(key)),
      )
  )
    return 'perhaps';
  const words = value.trim().split(/\s+/);
  if (words.length > 1) return 'yes';
  // "Cancel" is a label; "module", "MIT", "en" and "#fff" may be anything
  return /^\p{Lu}\p{Ll}{2,}[.!?:…]*$/u.test(value) ? 'yes' : 'perhaps';
}
