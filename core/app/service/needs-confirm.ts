import { dangerousCalls, type Call } from '../../contract/calls.ts';
import { recoveryDesk } from '../recovering/recovery-desk.ts';
import type { ServiceContext } from './service-context.ts';

/** Whether a call, its input checked already, may only be done once the passphrase of what it is about was typed lately. */
export type NeedsConfirm = (asked: { readonly call: Call; readonly input: object }) => boolean;

export function makeNeedsConfirm(context: ServiceContext): NeedsConfirm {
  return ({ call, input }) => {
    if (!dangerousCalls.has(call) || (call === 'protection.pin' && isPinning(input))) return false;
    const set = 'set' in input ? String(input.set) : recoveryDesk(context).set;
    // Whoever opened the recovery with the words of the kit has shown more than a passphrase.
    return set !== null && !context.confirmed.recently(set);
  };
}

/** Keeping more is never dangerous. */
const isPinning = (input: object): boolean => 'pinned' in input && input.pinned === true;
