import { dangerousCalls, type Call } from '../../contract/calls.ts';
import { recoveryDesk } from '../recovering/recovery-desk.ts';
import type { ServiceContext } from './service-context.ts';

/** Whether a call, its input checked already, may only be done once the passphrase of what it is about was typed lately. */
export type NeedsConfirm = (asked: { readonly call: Call; readonly input: object }) => boolean;

export function makeNeedsConfirm(context: ServiceContext): NeedsConfirm {
  return ({ call, input }) => {
    if (!dangerousCalls.has(call) || (call === 'protection.pin' && isPinning(input))) return false;
    const set = 'set' in input ? String(input.set) : recoveryDesk(context).set;
    // A recovery that was opened with the words of a kit asks for no passphrase, though there may be sets that have one: the
    // words were typed since the engine began, and cleaning takes a maintenance key that is typed for that one run.
    return set !== null && !context.confirmed.recently(set);
  };
}

/** Keeping more is never dangerous. */
const isPinning = (input: object): boolean => 'pinned' in input && input.pinned === true;
