import { isSetUp, readSettings } from '../core/app/settings.ts';
import { storagePlace, type StoragePlace } from '../core/app/storage-place.ts';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { parseDays } from './parse-days.ts';
import type { CommandContext } from './command-context.ts';

export type PlaceFlags = {
  readonly b2?: string | true;
  readonly s3?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly protect?: string;
};

export type PlaceAndPeriod = StoragePlace & {
  /** undefined: neither a home nor `--protect` says it. */
  readonly protectDays: number | undefined;
};

/** The place that the flags name, else that of the home. @throws usage, home-damaged */
export async function placeFromFlags(context: CommandContext, flags: PlaceFlags): Promise<PlaceAndPeriod> {
  const { bucket } = flags;
  const protectDays = flags.protect === undefined ? undefined : parseDays(flags.protect);
  if (bucket !== undefined) return { ...storagePlace({ ...flags, bucket }), protectDays };
  if (flags.b2 !== undefined || flags.s3 !== undefined)
    throw new HoldfastError('usage', { reason: 'Say with --bucket which bucket' });
  if (!(await isSetUp(context.home)))
    throw new HoldfastError('usage', {
      reason: `Holdfast is not set up in ${context.home.folder}, so say which storage: --b2 or --s3, and --bucket`,
    });
  const settings = await readSettings(context.home);
  return {
    store: settings.store,
    prefix: settings.prefix,
    protectDays: protectDays ?? settings.protectDays,
  };
}
