import { areChunkSizes, type ChunkSizes } from '../chunker/chunk-sizes.ts';
import type { RepositoryKeys } from '../crypto/keys.ts';
import { damaged } from './damaged.ts';
import {
  frameCleartext,
  readCleartextFrame,
  readMacedCleartext,
  withMac,
  type Cleartext,
} from './framed-cleartext.ts';
import { asCount, asRecord, asText } from './json-body.ts';
import { isRepositoryId } from './repository-id.ts';
import { proofRead } from './proof-read.ts';

export type RepositoryDescription = {
  readonly repositoryId: string;
  /** Of the master key. */
  readonly fingerprint: string;
  readonly chunking: ChunkSizes;
};

/** Do not download more than this as a repository object. */
export const maxRepositoryObjectBytes = 4096;

/** The object's bytes: framed cleartext, MAC under the repository key. */
export function encodeRepository(keys: RepositoryKeys, description: RepositoryDescription): Uint8Array {
  const { repositoryId, fingerprint, chunking } = description;
  const { min, avg, max } = chunking;
  const framed = frameCleartext('repository', {
    repository: repositoryId,
    fingerprint,
    chunking: { min, avg, max },
  });
  const bytes = withMac(keys.repository, framed);
  proofRead(() => openRepositoryObject(keys, bytes));
  return bytes;
}

/** What it says, by whomever: only good for showing. @throws format-unknown, object-damaged */
export function describeRepository(bytes: Uint8Array): RepositoryDescription {
  return parse(readCleartextFrame('repository', bytes, maxRepositoryObjectBytes));
}

/** undefined: not made with these keys, so foreign. @throws format-unknown, object-damaged */
export function openRepositoryObject(
  keys: RepositoryKeys,
  bytes: Uint8Array,
): RepositoryDescription | undefined {
  const cleartext = readMacedCleartext('repository', keys.repository, bytes, maxRepositoryObjectBytes);
  if (!cleartext) return undefined;
  if (cleartext.rest.length > 0) throw damaged('there are bytes after its end');
  return parse(cleartext);
}

function parse({ value }: Cleartext): RepositoryDescription {
  const repositoryId = value['repository'];
  if (!isRepositoryId(repositoryId)) throw damaged('it names no repository');
  const sizes = asRecord(value['chunking'], 'chunking');
  const chunking = {
    min: asCount(sizes['min'], 'min'),
    avg: asCount(sizes['avg'], 'avg'),
    max: asCount(sizes['max'], 'max'),
  };
  if (!areChunkSizes(chunking)) throw damaged('its chunk sizes are impossible');
  return { repositoryId, fingerprint: asText(value['fingerprint'], 'the fingerprint', 64), chunking };
}
