import type { Settings } from '../core/app/settings.ts';
import { HoldfastError } from '../core/errors/holdfast-error.ts';

/** How space is given back. @throws usage */
export function parseSpace(text: string): Settings['space'] {
  if (text !== 'automatic' && text !== 'by-hand')
    throw new HoldfastError('usage', { reason: `"${text}" is neither "automatic" nor "by-hand"` });
  return text;
}
