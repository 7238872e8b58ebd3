import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createCRC32, createCRC64 } from 'hash-wasm';

/** The checksums that S3 clients may send as `x-amz-checksum-<algorithm>`, and their length in bytes. */
const lengths = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 } as const;

export type ChecksumAlgorithm = keyof typeof lengths;

/** A running checksum. */
export type Checksum = {
  readonly algorithm: ChecksumAlgorithm;
  update(bytes: Buffer): void;
  /** Base64, once. */
  digest(): string;
};

/** Reversed polynomials, as hash-wasm takes them: Castagnoli, and NVMe's CRC-64 (0xAD93D23594C93659). */
const castagnoli = 0x82f63b78;
const nvme = '9a6c9329ac4bc9b5';

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(lengths, name);
}

/** Whether a text is base64 of the right length for the algorithm. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === lengths[algorithm] && bytes.toString('base64') === value;
}

export async function startChecksum(algorithm: ChecksumAlgorithm): Promise<Checksum> {
  switch (algorithm) {
    case 'crc32':
      return startCrc32();
    case 'crc32c':
      return fromWasm(algorithm, await createCRC32(castagnoli));
    case 'crc64nvme':
      return fromWasm(algorithm, await createCRC64(nvme));
    case 'sha1':
    case 'sha256': {
      const hash = createHash(algorithm);
      return {
        algorithm,
        update: (bytes) => void hash.update(bytes),
        digest: () => hash.digest('base64'),
      };
    }
  }
}

function startCrc32(): Checksum {
  let value = 0;
  return {
    algorithm: 'crc32',
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value);
      return out.toString('base64');
    },
  };
}

type WasmHasher = {
  init(): unknown;
  update(bytes: Uint8Array): unknown;
  digest(as: 'hex'): string;
};

function fromWasm(algorithm: ChecksumAlgorithm, hasher: WasmHasher): Checksum {
  hasher.init();
  return {
    algorithm,
    update: (bytes) => void hasher.update(bytes),
    digest: () => Buffer.from(hasher.digest('hex'), 'hex').toString('base64'),
  };
}
