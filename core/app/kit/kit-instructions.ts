import type { RecoveryKit } from '../../recovery/recovery-kit.ts';
import { placeOptions } from './kit-page.ts';

export type KitStep = {
  /** Commands and names stand between backticks. */
  readonly text: string;
  /** What to type, word for word but for FILE, FOLDER and the like. */
  readonly commands?: readonly string[];
};

/** Why the page is worth keeping well. */
export const kitWarning =
  'Whoever has this page and a key to the bucket can read the backups. Keep it like cash: on paper, away from this computer. Without these words and without the passphrase nobody can read them, Holdfast’s makers and the provider included.';

/** After an attack or a loss, from an empty computer to the files. */
export function kitSteps(kit: RecoveryKit): readonly KitStep[] {
  return [
    {
      text: 'Leave the old computer off. Delete nothing in the bucket, whatever it looks like: what is locked is still there, also where it seems hidden or replaced.',
    },
    { text: readKeySteps(kit) },
    {
      text: 'Install Holdfast on a clean computer. Put this page there as FILE: the saved file, the text of the QR code, or typed. Set `HOLDFAST_KEY_ID` and `HOLDFAST_KEY` to the new key (`export NAME=value`, in PowerShell `$env:NAME = "value"`).',
    },
    {
      text: 'See what is there. The last backup from before the attack is proposed, with the reasons. SNAPSHOT below is `proposed`, or an id from there:',
      commands: ['holdfast recover timeline --kit FILE'],
    },
    {
      text: 'Only where the locks end sooner than a restore takes: lengthen them, with a key that may write retention:',
      commands: ['holdfast recover hold SNAPSHOT --kit FILE'],
    },
    {
      text: 'Bring the files back into a new folder:',
      commands: ['holdfast recover restore SNAPSHOT --kit FILE --to FOLDER'],
    },
    {
      text: 'To go on with these backups on a new computer, with the recovery words in `HOLDFAST_WORDS`:',
      commands: [`holdfast setup --existing ${placeOptions(kit)}`],
    },
  ];
}

/** The last resort: nothing has to be believed or bought. */
export const escapeHatch =
  'Without Holdfast: its source holds docs/format.md, which describes every byte in the bucket. A reader can be written from that page alone; this page has all the keys it needs.';

/** How to make a key that may only read, where this bucket is. */
function readKeySteps({ store }: RecoveryKit): string {
  const { hostname } = new URL(store.endpoint);
  if (store.kind === 'b2' || hostname.endsWith('.backblazeb2.com'))
    return `Make a key that may only read. On the web page of Backblaze: Application Keys, Add a New Application Key; bucket ${store.bucket}; type of access Read Only; no file name prefix. It shows keyID and applicationKey once.`;
  const rights = `may list the bucket ${store.bucket} and its versions, and read objects, versions and their retention (s3:ListBucket, s3:ListBucketVersions, s3:GetObject, s3:GetObjectVersion, s3:GetObjectRetention)`;
  return hostname.includes('amazonaws.com')
    ? `Make a key that may only read. On the web page of AWS: IAM, Users, Create user, with a policy of its own that ${rights}; then Security credentials, Create access key.`
    : `Make a key that may only read. On the web page of the storage provider: a user or access key that ${rights}.`;
}
