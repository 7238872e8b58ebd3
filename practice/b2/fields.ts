import { z } from 'zod';

/** Clients send null for what they do not want to say. */
export function optional<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Flat, as B2 takes it (what it gives back is wrapped). Both null: none. */
export const fileRetention = z
  .strictObject({
    mode: z.enum(['governance', 'compliance']).nullable(),
    retainUntilTimestamp: z.int().nullable(),
  })
  .transform(({ mode, retainUntilTimestamp }, check) => {
    if (mode === null && retainUntilTimestamp === null) return null;
    if (mode !== null && retainUntilTimestamp !== null) return { mode, until: retainUntilTimestamp };
    check.addIssue({
      code: 'custom',
      message: 'mode and retainUntilTimestamp must be both set or both null',
    });
    return z.NEVER;
  });

export const legalHold = z.enum(['on', 'off']).transform((value) => value === 'on');

export const fileInfo = z
  .record(z.string(), z.string())
  .transform((info) => Object.fromEntries(Object.entries(info).map(([k, v]) => [k.toLowerCase(), v])));

/** Taken and not acted on: a practice vault encrypts nothing. A key of the client's own is refused. */
export const serverSideEncryption = z.strictObject({
  mode: z.literal(['SSE-B2', 'none']).nullish(),
  algorithm: z.literal('AES256').nullish(),
});

/** The bytes of a `Range` header or field that must fit: undefined if it does not parse. */
export const byteRange = z.string().transform((text, check) => {
  const found = /^bytes=(\d+)-(\d+)$/.exec(text);
  const [start, last] = [Number(found?.[1]), Number(found?.[2])];
  if (found !== null && start <= last) return { start, end: last + 1 };
  check.addIssue({ code: 'custom', message: `bad range: ${text}` });
  return z.NEVER;
});
