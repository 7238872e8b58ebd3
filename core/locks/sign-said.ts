import type { Said, SaidCode } from '../model/said.ts';

type SignCode =
  | Extract<SaidCode, `signal-${string}`>
  | 'root-gone'
  | 'exclude-new'
  | 'period-changed'
  | 'host-changed'
  | 'user-changed'
  | 'set-up-more';

type FormOf<S> = {
  readonly [F in Exclude<keyof S, 'code'>]: S[F] extends number
    ? 'number'
    : S[F] extends string
      ? 'text'
      : 'list';
};

const counted = { count: 'number' } as const;
const named = { count: 'number', name: 'text' } as const;
const overTime = { count: 'number', runs: 'number' } as const;
const beforeAndNow = { now: 'text', before: 'text' } as const;

const forms: { readonly [C in SignCode]: FormOf<Extract<Said, { readonly code: C }>> } = {
  'signal-canary-altered': counted,
  'signal-canary-missing': counted,
  'signal-notes': counted,
  'signal-notes-named': named,
  'signal-extension': counted,
  'signal-extension-known': counted,
  'signal-extension-named': named,
  'signal-extension-named-known': named,
  'signal-type': counted,
  'signal-type-over-time': overTime,
  'signal-noise': counted,
  'signal-noise-over-time': overTime,
  'signal-spread': counted,
  'signal-steady': counted,
  'signal-replaced': counted,
  'signal-replaced-over-time': overTime,
  'signal-strange': counted,
  'signal-rewritten': counted,
  'signal-deletion': counted,
  'signal-deletion-of': named,
  'signal-wiped': counted,
  'signal-volume': counted,
  'signal-set-up': { changes: 'list' },
  'root-gone': { name: 'text' },
  'exclude-new': { rule: 'text' },
  'period-changed': { days: 'number', before: 'number' },
  'host-changed': beforeAndNow,
  'user-changed': beforeAndNow,
  'set-up-more': counted,
};

/** Whoever holds the keys may publish what he likes. */
const longest = 300;
const mostInList = 6;

/** What a sign says as a code; undefined: nothing that this program can say in whole, so its sentence holds. */
export function readSignSaid(value: unknown): Said | undefined {
  return read(value, true);
}

function read(value: unknown, mayList: boolean): Said | undefined {
  if (typeof value !== 'object' || value === null || !('code' in value)) return undefined;
  const { code } = value;
  if (typeof code !== 'string' || !Object.hasOwn(forms, code)) return undefined;
  const given = new Map<string, unknown>(Object.entries(value));
  const figures = Object.entries<string>(forms[code as SignCode]).map(
    ([name, form]) => [name, figureOf(given.get(name), form, mayList)] as const,
  );
  if (figures.some(([, figure]) => figure === undefined)) return undefined;
  return { code, ...Object.fromEntries(figures) } as Said;
}

function figureOf(
  value: unknown,
  form: string,
  mayList: boolean,
): number | string | readonly Said[] | undefined {
  if (form === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  if (form === 'text') return typeof value === 'string' ? cut(value) : undefined;
  if (!mayList || !Array.isArray(value) || value.length > mostInList) return undefined;
  const list = value.map((one) => read(one, false)).filter((one) => one !== undefined);
  return list.length === value.length && list.length > 0 ? list : undefined;
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
