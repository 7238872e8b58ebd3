import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { Alarm } from '../../guard/alarms.ts';
import { countOf, dateInWords } from '../words-for-people.ts';

const names = (value: unknown): string => {
  const list = Array.isArray(value) ? (value as readonly string[]) : [];
  return list.length === 0 ? '' : ` (${list[0]}${list.length > 1 ? ', …' : ''})`;
};

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** In how many places it is wrong; 1 where there is one only. */
export const alarmAmount = ({ kind, facts }: Alarm): number =>
  kind === 'covered'
    ? number(facts['markers']) + number(facts['foreign'])
    : Math.max(1, number(facts['count']));

/** One or two sentences: what is seen and what to do. */
export function alarmWords({ kind, facts }: Alarm): string {
  if (kind === 'no-new-snapshot') {
    const since =
      facts['newest'] === null
        ? `There has been no snapshot since the guard began ${countOf(number(facts['days']), 'day')} ago.`
        : `The newest snapshot is of ${dateInWords(number(facts['newest']))}, ${countOf(number(facts['days']), 'day')} ago.`;
    return `${since} Look whether the computer is on and backs up.`;
  }
  if (kind === 'covered') {
    const parts = [
      number(facts['markers']) > 0 ? `hid ${countOf(number(facts['markers']), 'locked object')}` : undefined,
      number(facts['foreign']) > 0
        ? `put other bytes above ${countOf(number(facts['foreign']), 'locked object')}`
        : undefined,
    ].filter((part) => part !== undefined);
    return `Somebody with a key to the bucket ${parts.join(' and ')}${names(facts['names'])}. What is locked is still there and is renewed. Holdfast never does this: somebody else has the backup key. Replace it.`;
  }
  if (kind === 'renewal-refused')
    return `The provider would not lengthen ${countOf(number(facts['count']), 'lock')}${names(facts['names'])}; the first ends on ${dateInWords(number(facts['until']))}. Reason: ${String(facts['code'])}.`;
  if (kind === 'missing')
    return `${countOf(number(facts['count']), 'object')} that snapshots need ${number(facts['count']) === 1 ? 'is' : 'are'} not in the bucket or cannot be read${names(facts['names'])}. \`holdfast check\` says which files are touched.`;
  if (kind === 'not-understood')
    return `${countOf(number(facts['count']), 'snapshot')} cannot be understood by this guard and ${number(facts['count']) === 1 ? 'is' : 'are'} not renewed by it. Install a newer Holdfast here.`;
  if (kind === 'key-too-powerful')
    return `The key of this guard may do more than look and lengthen locks: ${(facts['capabilities'] as readonly string[]).join(', ')}. Give it a renewal key.`;
  if (kind === 'clocks-differ')
    return `This computer's clock and the provider's differ by ${Math.abs(number(facts['hours']))} hours, so no lock is lengthened. Correct the clock.`;
  if (kind === 'budget-exceeded') return budgetWords(facts);
  if (kind === 'nobody-answers')
    return `The storage provider has not answered for ${countOf(number(facts['hours']), 'hour')}, so no lock is lengthened. Look at the network of this computer and at the provider.`;
  return `The rounds of the guard fail: ${String(facts['words'])}`;
}

function budgetWords(facts: Alarm['facts']): string {
  const parts = [
    number(facts['snapshots']) > 0
      ? `${countOf(number(facts['snapshots']), 'newer snapshot')} would be more GB than the guard may keep locked`
      : undefined,
    number(facts['renewals']) > 0
      ? `${countOf(number(facts['renewals']), 'lock')} did not fit into the calls of a round, and locks run short`
      : undefined,
    number(facts['unread']) > 0
      ? `${countOf(number(facts['unread']), 'object')} among the snapshots could not be read within a round`
      : undefined,
    number(facts['listingCut']) > 0 ? 'the bucket holds more than a round may list' : undefined,
  ].filter((part) => part !== undefined);
  return `The budget of the guard does not suffice: ${parts.join('; ')}. What is older was renewed first. Raise the budget, or find out who adds so much.`;
}

/** A failure of a whole round as an alarm; undefined: it may pass by itself, and has not lasted for a day. */
export function failureAlarm(error: unknown, failingMs: number, words: string): Alarm | undefined {
  const mayPass = isHoldfastError(error) && error.retry !== 'never';
  const isLong = failingMs >= 86_400_000;
  if (mayPass)
    return isLong
      ? { kind: 'nobody-answers', facts: { hours: Math.floor(failingMs / 3_600_000) } }
      : undefined;
  return { kind: 'round-failed', facts: { words } };
}
