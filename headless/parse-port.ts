import { HoldfastError } from '../core/errors/holdfast-error.ts';

/** 0 (any) to 65535. @throws usage */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new HoldfastError('usage', { reason: `"${text}" is no port; it is a number up to 65535` });
  return port;
}
