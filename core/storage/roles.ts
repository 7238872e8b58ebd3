/*
 * What each key may do, in B2's words (design 5). On other S3 stores the same roles are policies.
 */

/** Recovery and drills. */
export const readCapabilities = [
  'listBuckets',
  'readBuckets',
  'readBucketRetentions',
  'listFiles',
  'readFiles',
  'readFileRetentions',
  'readFileLegalHolds',
] as const;

/** The guard. */
export const renewalCapabilities = [...readCapabilities, 'writeFileRetentions'] as const;

/** Stored on this computer. writeFiles includes hiding: B2 has no upload-only capability. */
export const backupCapabilities = [...renewalCapabilities, 'writeFiles'] as const;

/** Stored on this computer in strict mode: the bucket sets the dates, and a guard lengthens them. */
const strictBackupCapabilities = [...readCapabilities, 'writeFiles'] as const;

/** Typed in for one run. */
export const maintenanceCapabilities = [...readCapabilities, 'deleteFiles'] as const;
export const holdCapabilities = [...readCapabilities, 'writeFileLegalHolds'] as const;

export const roleCapabilities = {
  backup: backupCapabilities,
  'strict-backup': strictBackupCapabilities,
  read: readCapabilities,
  renewal: renewalCapabilities,
  /** A second machine that also gives space back: it hides what is needed no more. */
  space: backupCapabilities,
  maintenance: maintenanceCapabilities,
  hold: holdCapabilities,
} as const satisfies Record<string, readonly string[]>;

export type Role = keyof typeof roleCapabilities;

/**
 * The capabilities that must never be on a stored key: all but looking, adding and lengthening, so that one which
 * the provider invents later counts as too much until somebody has thought about it.
 */
export function tooPowerful(capabilities: readonly string[]): readonly string[] {
  return capabilities.filter(
    (capability) =>
      !/^(list|read)[A-Z]/.test(capability) &&
      capability !== 'writeFiles' &&
      capability !== 'writeFileRetentions',
  );
}

/** What the role needs and the key lacks. */
export function lacking(role: Role, capabilities: readonly string[]): readonly string[] {
  return roleCapabilities[role].filter((needed) => !capabilities.includes(needed));
}
