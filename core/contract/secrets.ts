import { z } from 'zod';
import { setId } from './shared.ts';
import type { ErrorShape } from './error-shape.ts';

/**
 * Secrets pass the boundary only in windows of their own (design 5). The ordinary window asks for one and learns that it
 * was given; the secret window, opened for that one request, takes it in or shows the words, and ends.
 */
export const secretPurposes = [
  /** In: the storage or set-up key of the set-up. */
  'setup-key',
  /** In: a new passphrase, then out: the words, then in: three of them. */
  'setup-kit',
  /** In: the words of the printed kit, to see that it opens the backups. */
  'kit-open',
  /** In: the passphrase, then out: the kit once more, then in: three of its words. */
  'kit-show',
  /** In: the passphrase of a set whose keys are sealed. */
  'unlock',
  /** In: the passphrase again, before what is dangerous. */
  'confirm',
  /** In: words (typed, pasted or as a picture of the QR code) and a read key. */
  'recovery',
  /** In: another storage key for a set. */
  'replace-key',
  /** In: a key that may delete, for one run. */
  'maintenance-key',
  /** In: the set-up key, for the proof. */
  'proof-key',
  /** In: the password of the mail account. */
  'mail-password',
] as const;
export type SecretPurpose = (typeof secretPurposes)[number];

export const secretRequestId = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/);

/** In the ordinary window. */
export const secretInputs = {
  'secret.request': z.strictObject({ purpose: z.enum(secretPurposes), set: setId.nullable() }),
  /** Resolves when its window gave, failed to give, or was closed. */
  'secret.outcome': z.strictObject({ request: secretRequestId }),
} as const;
export type SecretOutputs = {
  'secret.request': { readonly request: string };
  'secret.outcome': { readonly outcome: 'given' | 'closed' };
};

const secretText = z.string().max(4000);

/** In the secret window only; each call carries the request that the window was opened for. */
export const secretWindowInputs = {
  'secret.form': z.strictObject({ request: secretRequestId }),
  'secret.give': z.strictObject({
    request: secretRequestId,
    values: z
      .strictObject({
        keyId: secretText,
        key: secretText,
        passphrase: secretText,
        /** Text of a kit (as a page of HTML too), 24 words, or what a QR code says. */
        words: z.string().max(200_000),
        /** The three words asked back, by position. */
        back: z.array(z.string().max(60)).length(3),
        password: secretText,
        /** Where a recovery is from, where the words do not tell. */
        store: z.strictObject({
          kind: z.enum(['b2', 's3']),
          endpoint: z.string().max(300),
          region: z.string().max(60),
          bucket: z.string().max(63),
          prefix: z.string().max(200),
          repositoryId: z.string().max(200),
        }),
      })
      .partial(),
  }),
  'secret.close': z.strictObject({ request: secretRequestId }),
} as const;

/** What the secret window shows now. */
export type SecretForm = {
  readonly purpose: SecretPurpose;
  /** The window asks step by step: `done` ends it. */
  readonly step:
    'key' | 'passphrase-new' | 'passphrase' | 'words-out' | 'words-back' | 'words-in' | 'password' | 'done';
  /** Bucket, set name …: where the secret is for. */
  readonly about: string;
  readonly storage: 'b2' | 's3' | 'practice' | null;
  /** words-out only: the kit, which may be printed. */
  readonly kit: {
    readonly words: readonly string[];
    readonly fingerprint: string;
    /** A whole page with QR code, to print. */
    readonly html: string;
  } | null;
  /** words-back only: positions of the three words, 1 to 24. */
  readonly positions: readonly number[] | null;
  /** Why the last try was not taken. */
  readonly error: ErrorShape | null;
};

export type SecretWindowOutputs = {
  'secret.form': SecretForm;
  'secret.give': SecretForm;
  'secret.close': null;
};
