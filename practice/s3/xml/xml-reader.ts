import { S3Refusal } from '../s3-refusal.ts';

/** An element that was read; text of an element with children is joined, attributes are dropped. */
export type XmlElement = {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
};

type OpenElement = { readonly name: string; text: string; readonly children: XmlElement[] };

/** Deeper than any S3 request; a bound so that hostile input cannot exhaust memory by nesting. */
const maxDepth = 20;

// One token: comment, CDATA, processing instruction, tag, or a run of text.
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

/**
 * Reads the small XML bodies of S3 requests and returns the root. There is no DOCTYPE (so no entities of the
 * sender's making) and namespaces prefixes are dropped. Refuses with MalformedXML.
 */
export function readXml(bytes: Buffer, rootName: string): XmlElement {
  const source = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const stack: OpenElement[] = [];
  let root: XmlElement | undefined;
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const found = token.exec(source);
    if (found === null) throw malformed();
    const [, cdata, closing, qualified, , selfClosing, text] = found;
    const top = stack.at(-1);
    if (cdata !== undefined || text !== undefined) {
      if (top !== undefined) top.text += cdata ?? decodeEntities(text!);
      else if ((cdata ?? text)!.trim() !== '') throw malformed();
    } else if (qualified !== undefined) {
      const name = qualified.slice(qualified.indexOf(':') + 1);
      if (closing === '/') {
        if (top === undefined || top.name !== name) throw malformed();
        stack.pop();
        if (stack.length === 0) root = top;
      } else {
        if (root !== undefined || stack.length >= maxDepth) throw malformed();
        const opened: OpenElement = { name, text: '', children: [] };
        top?.children.push(opened);
        if (selfClosing !== '/') stack.push(opened);
        else if (top === undefined) root = opened;
      }
    }
  }
  if (root === undefined || stack.length > 0 || root.name !== rootName) throw malformed();
  return root;
}

/** The only child of this name, or undefined. Refuses with MalformedXML where there are several. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  const found = element.children.filter((child) => child.name === name);
  if (found.length > 1) throw malformed();
  return found[0];
}

/** Trimmed text of the only child of this name, or undefined. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return childOf(element, name)?.text.trim();
}

/** The children of this name, in order. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function malformed(): S3Refusal {
  return new S3Refusal('MalformedXML');
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;]*);?/g, (whole, body: string) => {
    if (!whole.endsWith(';')) throw malformed();
    const known = named[body];
    if (known !== undefined) return known;
    const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(body);
    if (digits === null) throw malformed();
    const point = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
    if (point > 0x10ffff) throw malformed();
    return String.fromCodePoint(point);
  });
}
