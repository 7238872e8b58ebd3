import type { Retention, UploadSettings } from '../vault/vault-version.ts';
import { need, type B2Request } from './b2-request.ts';
import { contentTypeFor } from './content-type.ts';

/** What an upload, a copy or a large file's start says, once the key was found to be allowed to say it. */
export function uploadSettings(
  request: Pick<B2Request, 'key'>,
  name: string,
  given: {
    readonly contentType: string;
    readonly info: Readonly<Record<string, string>> | undefined;
    /** null and undefined: none said. */
    readonly retention: Retention | null | undefined;
    readonly legalHold: boolean | undefined;
    readonly extra?: Readonly<Record<string, string>>;
  },
): UploadSettings {
  const retention = given.retention ?? undefined;
  if (retention !== undefined) need(request, 'writeFileRetentions');
  if (given.legalHold !== undefined) need(request, 'writeFileLegalHolds');
  return {
    contentType: contentTypeFor(given.contentType, name),
    info: given.info ?? {},
    extra: given.extra ?? {},
    retention,
    legalHold: given.legalHold,
  };
}
