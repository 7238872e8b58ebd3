/**
 * The names this server goes by. Asked before anything else: a page whose own name was pointed at 127.0.0.1 (DNS
 * rebinding) is same-origin to the browser, and only the Host header tells it from ours.
 */
export const allowedHosts = (port: number): readonly string[] => [
  `127.0.0.1:${port}`,
  `localhost:${port}`,
  `[::1]:${port}`,
];
