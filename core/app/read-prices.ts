import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { priceTable, type Prices } from '../locks/prices.ts';

const amount = z.number().nonnegative();

/** A file of one's own prices: a list of rows like those of core/locks/prices.ts, each with its date. */
const schema = z
  .array(
    z.strictObject({
      provider: z.string().min(1),
      asOf: z.iso.date(),
      storage: z.strictObject({
        dollars: amount,
        bytes: z.number().positive(),
        days: z.number().positive(),
      }),
      perThousand: z.strictObject({ upload: amount, renewal: amount, listing: amount, question: amount }),
      listsLocks: z.boolean(),
      least: z.strictObject({ bytes: amount, days: amount }),
    }),
  )
  .min(1);

/** @throws path-impossible where the file cannot be read or is no list of prices */
export async function readPrices(file: string | undefined): Promise<readonly Prices[]> {
  if (file === undefined) return priceTable;
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new HoldfastError('path-impossible', { path: file, reason: reasonOf(error) }, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const first = error.issues[0];
    return `it is no list of prices: ${first?.path.join('.') || 'the list'}: ${first?.message ?? 'not valid'}`;
  }
  if (error instanceof SyntaxError) return 'it is not JSON';
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it does not exist' : 'it cannot be read';
}

const hosts: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)backblazeb2\.com$|(?:^|\.)backblaze\.com$/, 'Backblaze B2'],
  [/(?:^|\.)amazonaws\.com$/, 'AWS S3 Standard (us-east-1)'],
  [/(?:^|\.)wasabisys\.com$/, 'Wasabi'],
];

/** The rows for the provider at this address; all of them where it is none of those known. */
export function pricesFor(endpoint: string, prices: readonly Prices[]): readonly Prices[] {
  const host = new URL(endpoint).hostname;
  const provider = hosts.find(([pattern]) => pattern.test(host))?.[1];
  const own = prices.filter((row) => row.provider === provider);
  return own.length > 0 ? own : prices;
}
