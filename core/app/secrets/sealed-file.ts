import { readFile, rm } from 'node:fs/promises';
import { argon2id } from 'hash-wasm';
import { z } from 'zod';
import { openSealed, sealInto, sealOverhead } from '../../crypto/sealing.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { World } from '../../system/world.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';
import type { SecretPlace, Secrets } from './secrets.ts';

/** Cost of one guess at the passphrase: RFC 9106's second choice. The file never leaves this computer. */
const cost = { memoryMiB: 64, passes: 3 };

const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Bounds: a file from elsewhere shall neither be cheap to guess nor take the machine's memory. */
  argon2id: z.strictObject({
    memoryMiB: z.int().min(64).max(512),
    passes: z.int().min(2).max(8),
    salt: base64,
  }),
  sealed: base64,
});

const storageKeySchema = z.strictObject({ keyId: z.string(), key: z.string() });

const secretsSchema = z.strictObject({
  masterKey: base64,
  backupKey: storageKeySchema,
  formerKey: storageKeySchema.optional(),
});

/** The place where no keychain answers: one file, mode 0600, sealed under the passphrase. */
export function sealedFile(options: {
  readonly path: string;
  readonly repositoryId: string;
  /** Asked for only when the file is really read or written. */
  readonly passphrase: () => Promise<string>;
  readonly world: World;
}): SecretPlace {
  const { path, repositoryId, passphrase, world } = options;
  return {
    kind: 'sealed-file',
    read: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (text === undefined) return undefined;
      const file = parse(text, path);
      const key = await stretch(await passphrase(), file.argon2id);
      const opened = openSealed(key, purpose(repositoryId), file.sealed);
      if (!opened) throw new HoldfastError('passphrase-wrong');
      return secretsSchema.parse(JSON.parse(Buffer.from(opened).toString('utf8')));
    },
    write: async (secrets) => {
      const salt = world.random(16);
      const key = await stretch(await passphrase(), { ...cost, salt });
      const sealed = seal(key, secrets, repositoryId, world);
      const file = { version: 1, argon2id: { ...cost, salt: toBase64(salt) }, sealed: toBase64(sealed) };
      await writeFileAtomically(path, `${JSON.stringify(file, null, 2)}\n`);
    },
    erase: () => rm(path, { force: true }),
  };
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const purpose = (repositoryId: string): Uint8Array => Buffer.from(`holdfast/1/home-secrets/${repositoryId}`);

function seal(key: Uint8Array, secrets: Secrets, repositoryId: string, world: World): Uint8Array {
  const plain = Buffer.from(JSON.stringify({ ...secrets, masterKey: toBase64(secrets.masterKey) }));
  const out = new Uint8Array(plain.length + sealOverhead);
  sealInto(out, 0, key, purpose(repositoryId), world.random(32), [plain]);
  return out;
}

const stretch = (
  passphrase: string,
  { memoryMiB, passes, salt }: { memoryMiB: number; passes: number; salt: Uint8Array },
): Promise<Uint8Array> =>
  argon2id({
    password: passphrase.normalize('NFKC'),
    salt,
    memorySize: memoryMiB * 1024,
    iterations: passes,
    parallelism: 1,
    hashLength: 32,
    outputType: 'binary',
  });

function parse(text: string, path: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new HoldfastError(
      'home-damaged',
      { home: path, reason: 'the sealed secrets are not whole' },
      { cause: error },
    );
  }
}
