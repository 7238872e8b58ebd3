import type { RepositoryKeys } from '../crypto/keys.ts';
import { saltBytes } from '../crypto/sealing.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { openBox, sealBox } from './box.ts';
import { damaged } from './damaged.ts';
import {
  frameCleartext,
  macedLength,
  readMacedCleartext,
  readMacedCleartextOfAnyFormat,
  withMac,
  type Cleartext,
} from './framed-cleartext.ts';
import { decodeJsonRecord, encodeJson } from './json-body.ts';
import { readRows, toRow } from './needed-rows.ts';
import { formatVersion, headerBytes } from './object-header.ts';
import { padme } from './padme.ts';
import { isRepositoryId } from './repository-id.ts';
import { readSnapshotBody } from './snapshot-body.ts';
import { proofRead } from './proof-read.ts';

/** 65,536 parts of 256 packs of 32 MiB: half a petabyte. */
const maxParts = 65_536;
const maxCleartextBytes = 2 ** 26;
/** Do not download more than this as a snapshot object. */
export const maxSnapshotBytes = 2 ** 27;

/** What a holder of the list key learns: which list parts the snapshot needs. */
export type SnapshotCleartext = { readonly repositoryId: string; readonly parts: readonly NeededObject[] };

export type OpenedSnapshot = { readonly parts: readonly NeededObject[]; readonly body: SnapshotBody };

/** The object's bytes: framed cleartext, MAC under the list key, sealed body that holds the cleartext's hash. */
export function sealSnapshot(
  keys: RepositoryKeys,
  repositoryId: string,
  snapshot: OpenedSnapshot,
  random: (bytes: number) => Uint8Array,
): Uint8Array {
  const { parts, body } = snapshot;
  const framed = frameCleartext('snapshots', { repository: repositoryId, needs: parts.map(toRow) });
  const clear = withMac(keys.list, framed);
  const plain = encodeJson({ cleartext: sha256Hex(framed), body });
  const place = { key: keys.snapshot, type: 'snapshot', repositoryId } as const;
  const box = sealBox(
    place,
    plain,
    random(saltBytes),
    (length) => padme(clear.length + length) - clear.length,
  );
  const bytes = Buffer.concat([clear, box]);
  proofRead(() => openSnapshot(keys, repositoryId, bytes));
  return bytes;
}

/**
 * For whoever may not read the data: what is needed, from the beginning of the object (see `cleartextLength`). The cleartext
 * keeps its place in every format version, so a snapshot of a later one is renewed too; whoever deletes must not use this.
 * @throws object-damaged (also where the MAC is not by this key); format-unknown where it is authentic, of a later
 *   format and says something else
 */
export function readCleartext(bytes: Uint8Array, listKey: Uint8Array): SnapshotCleartext {
  const clear = readMacedCleartextOfAnyFormat('snapshots', listKey, bytes, maxCleartextBytes);
  if (!clear) throw damaged('it was not made with this key');
  try {
    return parseCleartext({ value: decodeJsonRecord(clear.json) });
  } catch (error) {
    if (clear.version <= formatVersion) throw error;
    throw new HoldfastError('format-unknown', { version: clear.version }, { cause: error });
  }
}

/** So many bytes of an object tell how many `readCleartext` needs. */
export const cleartextLengthBytes = headerBytes + 4;

/** @throws object-damaged where that would be more than `maxBytes` */
export const cleartextLength = (start: Uint8Array, maxBytes: number): number =>
  macedLength(start, Math.min(maxBytes, maxCleartextBytes));

/** @throws format-unknown, object-damaged */
export function openSnapshot(keys: RepositoryKeys, repositoryId: string, bytes: Uint8Array): OpenedSnapshot {
  const clear = authenticCleartext(bytes, keys.list);
  const { parts, repositoryId: claimed } = parseCleartext(clear);
  if (claimed !== repositoryId) throw damaged('it belongs to another repository');
  const place = { key: keys.snapshot, type: 'snapshot', repositoryId } as const;
  const sealed = decodeJsonRecord(openBox(place, clear.rest));
  if (sealed['cleartext'] !== sha256Hex(clear.framed)) throw damaged('its two halves do not belong together');
  return { parts, body: readSnapshotBody(sealed['body']) };
}

function authenticCleartext(bytes: Uint8Array, listKey: Uint8Array): Cleartext {
  const clear = readMacedCleartext('snapshots', listKey, bytes, maxCleartextBytes);
  if (!clear) throw damaged('it was not made with this key');
  return clear;
}

function parseCleartext({ value }: Pick<Cleartext, 'value'>): SnapshotCleartext {
  const repositoryId = value['repository'];
  if (!isRepositoryId(repositoryId)) throw damaged('it names no repository');
  return { repositoryId, parts: readRows(value['needs'], 'lists', maxParts) };
}
