/** What an element holds: text, nothing, or elements in order. `undefined` leaves the element out. */
export type XmlContent = string | number | boolean | readonly XmlNode[] | undefined;

/** An element that is written: its name (attributes included) and what it holds. */
export type XmlNode = readonly [name: string, content: XmlContent];

const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** A whole document in S3's namespace. */
export function xmlDocument(name: string, children: readonly XmlNode[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${namespace}>${writeAll(children)}</${name}>`;
}

/** Error documents carry no namespace; clients compare element names exactly. */
export function xmlErrorDocument(children: readonly XmlNode[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${writeAll(children)}</Error>`;
}

function writeAll(nodes: readonly XmlNode[]): string {
  let out = '';
  for (const [name, content] of nodes) {
    if (content === undefined) continue;
    const inner = typeof content === 'object' ? writeAll(content) : escapeXml(String(content));
    const space = name.indexOf(' ');
    out += `<${name}>${inner}</${space < 0 ? name : name.slice(0, space)}>`;
  }
  return out;
}

const special = /[&<>"\u0000-\u0008\u000b-\u001f\u0085\u2028]/;

/**
 * Control characters become references even where XML 1.0 forbids those, as S3 does: a client that needs
 * such names asks for encoding-type=url.
 */
export function escapeXml(text: string): string {
  if (!special.test(text)) return text;
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[&<>"\u0000-\u0008\u000b-\u001f\u0085\u2028]/g, (found) => {
    if (found === '&') return '&amp;';
    if (found === '<') return '&lt;';
    if (found === '>') return '&gt;';
    if (found === '"') return '&quot;';
    return `&#x${found.charCodeAt(0).toString(16).toUpperCase()};`;
  });
}
