import type { Said } from '../model/said.ts';

const rights: Readonly<Record<string, Said>> = {
  writeFileRetentions: { code: 'may-lengthen' },
  deleteFiles: { code: 'may-delete-files' },
  bypassGovernance: { code: 'may-bypass' },
  writeBuckets: { code: 'may-change-buckets' },
  deleteBuckets: { code: 'may-delete-buckets' },
  writeKeys: { code: 'may-make-keys' },
  deleteKeys: { code: 'may-delete-keys' },
  writeFileLegalHolds: { code: 'may-legal-holds' },
  shareFiles: { code: 'may-share' },
};

/** What a key that has it may do, for any language; a right that is new at the provider by its own name. */
export const rightSaid = (capability: string): Said =>
  (Object.hasOwn(rights, capability) ? rights[capability] : undefined) ?? {
    code: 'may-other',
    name: capability,
  };
