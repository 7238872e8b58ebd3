/** Where a link may lead out of the program: the providers' own pages and ours. */
const hosts: ReadonlySet<string> = new Set([
  'www.backblaze.com',
  'secure.backblaze.com',
  'help.backblaze.com',
  'docs.aws.amazon.com',
  'console.aws.amazon.com',
  'aws.amazon.com',
  'healthchecks.io',
]);

/** @returns null: not a page that a link of ours may open */
export function outsidePage(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return plain && hosts.has(url.hostname) ? url.href : null;
}
