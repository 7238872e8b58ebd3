import type { RecoveryKit } from '../../recovery/recovery-kit.ts';

/** A kit as it is printed: what it needs to open, and when and by what it was made. */
export type KitPage = {
  readonly kit: RecoveryKit;
  readonly madeOn: Date;
  /** "holdfast 1.2.3" */
  readonly program: string;
};

/** The options that name the place of the backups, for `holdfast recover` and `holdfast setup --existing`. */
export function placeOptions({ store, prefix, repositoryId, fingerprint }: RecoveryKit): string {
  const place =
    store.kind === 's3' ? `--s3 ${store.endpoint} --region ${store.region}` : `--b2 ${store.endpoint}`;
  const folder = prefix ? ` --prefix ${prefix}` : '';
  return `${place} --bucket ${store.bucket}${folder} --repository ${repositoryId} --fingerprint ${fingerprint}`;
}

/** What the kit says about itself, as `Name: value` lines: a person types them, and `readKit` reads them back. */
export function kitFields({
  fingerprint,
  store,
  prefix,
  repositoryId,
}: RecoveryKit): readonly (readonly [name: string, value: string])[] {
  return [
    ['Fingerprint', fingerprint],
    ['Storage', store.kind],
    ['Endpoint', store.endpoint],
    ...(store.kind === 's3' ? ([['Region', store.region]] as const) : []),
    ['Bucket', store.bucket],
    ['Prefix', prefix || '(none)'],
    ['Repository', repositoryId],
  ];
}

/** Written by hand on the printed page: without the provider's account no key can be made. */
export const linesToFill = ['Account e-mail at the provider', 'Where its second factor is'] as const;
