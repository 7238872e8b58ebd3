import type { Scenario } from './scenario.ts';
import type { SimulationOptions } from './simulation.ts';
import type { SourcePatch } from './source-hooks.ts';
import type { Invariant } from './violation.ts';

/** A fault of the program that the simulation must find. Rules that stand in its way besides are taken out with it. */
export type PlantedFault = Pick<SimulationOptions, 'change'> & {
  readonly name: string;
  readonly patches: readonly SourcePatch[];
  /** Which spoiled store stands between the program and its provider. */
  readonly spoiled?: 'truncating' | 'latest' | 'yesterday';
  readonly seed: number;
  readonly days: number;
  readonly finds: Invariant;
};

/** Nothing happens but what this fault needs, so that nothing else is found. */
const only =
  (settings: Partial<Scenario>, happens: (day: Scenario['days'][number]) => void = () => undefined) =>
  (scenario: Scenario): Scenario => {
    const days = scenario.days.map((day): Scenario['days'][number] => ({
      ...day,
      runs: [10],
      failing: 0,
      kill: undefined,
      clockWrong: 0,
      providerWrong: 0,
      keyRevoked: undefined,
      catalog: undefined,
      retention: undefined,
      pin: undefined,
      protectDays: undefined,
      clone: false,
      intruder: false,
    }));
    for (const day of days) happens(day);
    return { ...scenario, protectDays: 7, ...settings, days };
  };

const intruded = (day: Scenario['days'][number]): void => {
  day.intruder = day.number >= 5;
};

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'snapshot-objects-not-renewed',
    patches: [
      {
        file: 'core/upkeep/needs.ts',
        text: 'wanted[this.#ordinals.get(versionKey(version))!] = 1;',
        replacement: 'void version;',
      },
    ],
    change: only({}),
    seed: 1,
    days: 60,
    finds: 'margin: P after each finished renewal',
  },
  {
    name: 'renewing-latest',
    patches: [],
    spoiled: 'latest',
    change: only({ listsLocks: false }, intruded),
    seed: 1,
    days: 60,
    finds: 'I2 all is locked for P at publication',
  },
  {
    name: 'hiding-a-name-of-which-another-version-is-needed',
    patches: [
      {
        file: 'core/locks/choose-candidates.ts',
        text: `if (rules.isKept(state.name)) return { is: 'kept' };`,
        replacement: `if (rules.isKept(state.name) && state.versions < 2) return { is: 'kept' };`,
      },
      {
        file: 'core/locks/choose-candidates.ts',
        text: 'if (!(state.lockedUntil <= now)) return',
        replacement: 'if (!(state.lockedUntil <= now) && state.versions < 2) return',
      },
    ],
    change: only({ space: 'automatic' }, intruded),
    seed: 2,
    days: 60,
    finds: 'I6 nothing that is needed is hidden or deleted',
  },
  {
    name: 'retiring-on-a-truncated-listing',
    patches: [
      {
        file: 'core/upkeep/retire.ts',
        text: `return isMissing ? 'snapshot-missing' : undefined;`,
        replacement: `return undefined;`,
      },
      {
        file: 'core/upkeep/retire.ts',
        text: 'if (missed > 0) return',
        replacement: 'if (missed < 0) return',
      },
    ],
    spoiled: 'truncating',
    change: only({ pageRows: 10 }),
    seed: 1,
    days: 60,
    finds: 'retention: what the policy keeps is kept, whatever is uploaded later',
  },
  {
    name: 'newest-of-window-thinning',
    patches: [
      {
        file: 'core/locks/choose-kept.ts',
        text: 'Math.min(oldest.get(window) ?? Number.POSITIVE_INFINITY, uploadedAt)',
        replacement: 'Math.max(oldest.get(window) ?? 0, uploadedAt)',
      },
    ],
    change: only({}, intruded),
    seed: 1,
    days: 60,
    finds: 'retention: what the policy keeps is kept, whatever is uploaded later',
  },
  {
    name: 'deduplicating-against-a-lapsed-pack',
    patches: [
      {
        file: 'core/locks/usable-pack.ts',
        text: 'pack.confirmedUntil > countsFrom(now, policy);',
        replacement: 'pack.confirmedUntil + countsFrom(now, policy) > 0;',
      },
      {
        file: 'core/backup/publish.ts',
        text: '({ confirmedUntil }) => confirmedUntil < time.now() + policy.protectMs',
        replacement:
          '({ confirmedUntil }) => confirmedUntil > time.now() && confirmedUntil < time.now() + policy.protectMs',
      },
    ],
    change: only({}, (day) => (day.bringBack = day.number > 20)),
    seed: 1,
    days: 120,
    finds: 'I2 all is locked for P at publication',
  },
  {
    name: 'publishing-with-yesterdays-time',
    patches: [],
    spoiled: 'yesterday',
    change: only({}),
    seed: 1,
    days: 60,
    finds: 'I2 all is locked for P at publication',
  },
  {
    name: 'provider-clock-five-years-ahead',
    patches: [
      {
        file: 'core/locks/provider-time.ts',
        text: 'if (!(Math.abs(this.skewMs) <= dayMs))',
        replacement: 'if (Number.isNaN(this.skewMs))',
      },
    ],
    change: only({}, (day) => (day.providerWrong = day.number === 20 ? 5 * 365 * 86_400_000 : 0)),
    seed: 1,
    days: 30,
    finds: 'cap: nothing locked beyond P + S_max',
  },
  {
    name: 'conveniences-not-renewed',
    patches: [
      {
        file: 'core/upkeep/renew-locks.ts',
        text: `kept.length > 0 ? catalog.objects.ofKinds('index', 'key', 'repository') : []`,
        replacement: `kept.length < 0 ? catalog.objects.ofKinds('index', 'key', 'repository') : []`,
      },
    ],
    change: only({}),
    seed: 1,
    days: 60,
    finds: 'conveniences: locked while a snapshot is kept',
  },
];
