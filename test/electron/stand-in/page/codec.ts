/**
 * Values on their way between worlds and processes, copied the way structured clone copies them: what cannot be cloned
 * is refused, what can arrives as a copy. Functions and promises pass only where a context bridge takes them.
 */
export type Passing = {
  readonly fromFunction?: (given: (...given: unknown[]) => unknown) => number;
  readonly fromPromise?: (given: Promise<unknown>) => number;
  readonly toFunction?: (id: number) => unknown;
  readonly toPromise?: (id: number) => unknown;
};

type Tagged = { readonly $: string; readonly v?: unknown };

export function encode(value: unknown, passing: Passing = {}): unknown {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $: 'number', v: String(value) };
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
  if (typeof value === 'function' && passing.fromFunction)
    return { $: 'function', v: passing.fromFunction(value as (...given: unknown[]) => unknown) };
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new Error('An object could not be cloned.');
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Promise && passing.fromPromise) return { $: 'promise', v: passing.fromPromise(value) };
  if (value instanceof Date) return { $: 'date', v: value.getTime() };
  if (value instanceof Uint8Array) return { $: 'bytes', v: btoa(String.fromCharCode(...value)) };
  if (Array.isArray(value)) return value.map((each) => encode(each, passing));
  const kind = Object.prototype.toString.call(value);
  if (kind !== '[object Object]') throw new Error(`${kind} could not be cloned.`);
  return { $: 'object', v: Object.entries(value).map(([key, each]) => [key, encode(each, passing)]) };
}

export function decode(value: unknown, passing: Passing = {}): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => decode(each, passing));
  const { $: tag, v } = value as Tagged;
  switch (tag) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(v);
    case 'bigint':
      return BigInt(v as string);
    case 'date':
      return new Date(v as number);
    case 'bytes':
      return Uint8Array.from(atob(v as string), (each) => each.charCodeAt(0));
    case 'function':
      return passing.toFunction?.(v as number);
    case 'promise':
      return passing.toPromise?.(v as number);
    default:
      return Object.fromEntries(
        (v as [string, unknown][]).map(([key, each]) => [key, decode(each, passing)]),
      );
  }
}
