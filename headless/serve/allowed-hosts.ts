const names = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The names this server goes by. Asked before anything else: a page whose own name was pointed at 127.0.0.1 (DNS
 * rebinding) is same-origin to the browser, and only the Host header tells it from ours. The port of HTTP itself is one
 * that browsers leave out.
 */
export const allowedHosts = (port: number): readonly string[] =>
  names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
