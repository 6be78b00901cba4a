/** How a text is written where it stands: what would end or change its surroundings is escaped, or written otherwise. */

export type EscapeStyle =
  | 'none'
  | 'blockComment'
  | 'xmlComment'
  | 'docString'
  | 'tableCell'
  | 'json'
  | 'po'
  | 'properties'
  | 'propertiesAscii'
  | 'messageFormat'
  | 'messageFormatAscii'
  | 'xml'
  | 'yamlPlain'
  | 'yamlSingle'
  | 'yamlDouble';

const JSON_ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

const inQuotes = (text: string) =>
  text.replace(
    /["\\\p{Cc}\u2028\u2029]/gu,
    (c) => JSON_ESCAPES[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** What a plain YAML scalar can hold without being read as something else. */
const PLAIN_YAML = /^[\p{L}(«"“0-9](?:[^:#\n\r\t]|:(?=\S)|(?<=\S)#)*[^\s:]$/u;
const YAML_KEYWORD = /^(?:true|false|yes|no|on|off|null|~|[-+.\d_eExXoO:]+)$/i;

/** A msgstr with its quotes: on lines of its own where it has line breaks within. */
function asPo(text: string): string {
  const lines = text.split(/(?<=\n)(?!$)/);
  const quoted = lines.map(
    (line) =>
      `"${inQuotes(line).replace(/\\u([\da-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))}"`,
  );
  return quoted.length === 1 ? quoted[0]! : `""\n${quoted.join('\n')}`;
}

const asProperty = (text: string) => text.replace(/[\\\n\r\t\f]/g, (c) => JSON_ESCAPES[c]!).replace(/^ /, '\\ ');

const inAscii = (text: string) =>
  text.replace(/\P{ASCII}/gu, (c) =>
    c
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
      .join(''),
  );

/** Elements and the entities of angle brackets stay; everything else that XML reads is written as an entity. */
const asXml = (text: string) =>
  text
    .replace(/&(?!(?:lt|gt);)/g, '&amp;')
    .replace(/<(?!\/?[A-Za-z_][\w:.-]*(?:\s[^<>]*)?\/?>)/g, '&lt;')
    .replaceAll(']]>', ']]&gt;');

const ESCAPES: Record<EscapeStyle, (text: string) => string> = {
  none: (text) => text,
  blockComment: (text) => text.replaceAll('*/', '* /'),
  xmlComment: (text) => text.replaceAll('-->', '- ->').replaceAll('--', '- -'),
  docString: (text) => text.replaceAll('"""', "'''"),
  tableCell: (text) => text.replace(/(?<!\\)\|/g, '\\|').replace(/\s*\n\s*/g, ' '),
  json: inQuotes,
  po: asPo,
  properties: asProperty,
  propertiesAscii: (text) => inAscii(asProperty(text)),
  messageFormat: (text) => asProperty(text.replaceAll("'", "''")),
  messageFormatAscii: (text) => inAscii(asProperty(text.replaceAll("'", "''"))),
  xml: asXml,
  yamlPlain: (text) =>
    PLAIN_YAML.test(text) && !text.startsWith('"') && !YAML_KEYWORD.test(text) ? text : `"${inQuotes(text)}"`,
  yamlSingle: (text) => (/[\n\r]/.test(text) ? `"${inQuotes(text)}"` : `'${text.replaceAll("'", "''")}'`),
  yamlDouble: (text) => `"${inQuotes(text)}"`,
};

export function escape(text: string, style: EscapeStyle): string {
  return ESCAPES[style](text);
}
