/** An address to call must be https, or http on this computer; nothing is fine too. */
export function webProblem(text: string): boolean {
  if (text === '') return false;
  if (!URL.canParse(text)) return true;
  const { protocol, hostname } = new URL(text);
  return (
    protocol !== 'https:' && !(protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  );
}
