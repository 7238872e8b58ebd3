import { keyInWords } from '../../core/app/key-judgement.ts';
import { isRole, roleWords } from '../../core/app/role-words.ts';
import { storagePolicy } from '../../core/app/storage-policy.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { roleCapabilities, type Role } from '../../core/storage/roles.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { placeFromFlags, type PlaceFlags } from '../place-from-flags.ts';
import { storageKeyFrom } from '../secrets-from-outside.ts';

type Flags = PlaceFlags & { readonly role: string };

/** The key itself goes to standard output, once: nobody keeps it. */
export async function keysCreate(context: CommandContext, flags: Flags): Promise<Outcome> {
  const role = roleFrom(flags.role);
  const place = await placeFromFlags(context, flags);
  if (place.store.kind === 's3')
    throw new HoldfastError('usage', {
      reason: `S3 has no common way to make keys. Make a user on the provider's page and give it the policy that \`holdfast keys policy --role ${role}\` prints`,
    });
  const setUpKey = storageKeyFrom(context.terminal, 'SETUP_');
  if (!setUpKey)
    throw new HoldfastError('secret-missing', {
      secret: 'A key that may make keys',
      variable: 'HOLDFAST_SETUP_KEY_ID and HOLDFAST_SETUP_KEY',
    });
  const provisioner = createProvisioner(place.store, setUpKey);
  try {
    const { bucket } = place.store;
    const label = `holdfast-${role}-${bucket}-${place.prefix}`
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/-$/, '');
    const { keyId, key } = await provisioner.createKey(role, place.prefix, label.slice(0, 100));
    const scope = { bucket, prefix: place.prefix || null, expiresAt: null };
    return {
      result: { keyId, key },
      text: [
        `Key id  ${keyId}`,
        `Key     ${key}`,
        `${keyInWords({ ...scope, capabilities: roleCapabilities[role] }, undefined, 'It')}`,
        `It ${roleWords[role].what}. Where it belongs: ${roleWords[role].where}`,
        'It is shown this once and kept nowhere.',
      ].join('\n'),
      exitCode: 0,
    };
  } finally {
    await provisioner.close();
  }
}

/** To paste on AWS; others take the same form. */
export async function keysPolicy(context: CommandContext, flags: Flags): Promise<Outcome> {
  const role = roleFrom(flags.role);
  const { store, prefix, protectDays } = await placeFromFlags(context, flags);
  if (store.kind === 'b2')
    throw new HoldfastError('usage', {
      reason: `Backblaze B2 has no policies; \`holdfast keys create --role ${role}\` makes the key`,
    });
  if (protectDays === undefined)
    throw new HoldfastError('usage', {
      reason: 'Say with --protect how long backups stay locked: the policy allows no longer locks',
    });
  const made = storagePolicy(role, { bucket: store.bucket, prefix, protectDays });
  return { result: made, text: JSON.stringify(made, null, 2), exitCode: 0 };
}

function roleFrom(text: string): Role {
  if (isRole(text)) return text;
  throw new HoldfastError('usage', {
    reason: `"${text}" is no role; there are ${Object.keys(roleWords).join(', ')}`,
  });
}
