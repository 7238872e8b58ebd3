/**
 * Strings and comments are told apart, so that a comment that mentions an import does not count; and the
 * text of strings is kept, since that is what we look for.
 */
const stringOrComment =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

const importForms = [
  /(?:^|[\s;{}])(?:import|export)\s[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g,
  /(?:^|[\s;{}])import\s*['"]([^'"]+)['"]/g,
  /\bimport\s*\(\s*['"]([^'"]+)['"]/g,
  /\brequire\s*\(\s*['"]([^'"]+)['"]/g,
  /\bnew\s+URL\s*\(\s*['"](\.[^'"]+\.[tj]sx?)['"]\s*,\s*import\.meta\.url/g,
];

/** Every module that this source text names: static, dynamic and type imports, re-exports, worker URLs. */
export function importsOf(source: string): readonly string[] {
  const code = source.replace(stringOrComment, (_, text: string | undefined) => text ?? ' ');
  return [...new Set(importForms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1] ?? '')))];
}
