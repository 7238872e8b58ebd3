import { HoldfastError } from '../core/errors/holdfast-error.ts';

/** An address that is asked for after each renewal and audit; "off": null. @throws usage */
export function parsePing(text: string): string | null {
  if (text === 'off') return null;
  if (!/^https?:\/\/./.test(text) || !URL.canParse(text))
    throw new HoldfastError('usage', {
      reason: `"${text}" is no address; write it like https://…, or "off"`,
    });
  return text;
}
