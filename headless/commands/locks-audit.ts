import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { CommandContext, Outcome } from '../command-context.ts';

export type AuditFlags = { readonly all?: boolean; readonly report?: string };

export async function locksAudit(_context: CommandContext, _flags: AuditFlags): Promise<Outcome> {
  throw new HoldfastError('usage', { reason: 'not yet' });
}
