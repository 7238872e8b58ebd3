import type { IncomingMessage } from 'node:http';
import { badRequest, unauthorized } from './b2-refusal.ts';
import { need, type B2Request } from './b2-request.ts';
import { fileJson } from './file-json.ts';
import { checkFileName, decodeFileName } from './file-name.ts';
import { readSha1Header, receiveBody } from './receive-body.ts';
import { uploadSettings } from './upload-settings.ts';
import type { Retention } from '../vault/vault-version.ts';

/** b2_upload_file. Whatever can be refused is refused before the body is read. */
export async function uploadFile(
  request: B2Request,
  http: IncomingMessage,
  bucketId: string,
): Promise<unknown> {
  const name = uploadName(http);
  need(request, 'writeFiles', { bucketId, name });
  if (request.vault.bucketById(bucketId) === undefined) throw unauthorized('the bucket is gone');
  checkFileName(name);
  if (http.headers['x-bz-custom-upload-timestamp'] !== undefined)
    throw badRequest('custom_timestamp_not_allowed');
  const said = readSha1Header(http);
  const settings = uploadSettings(request, name, {
    contentType: http.headers['content-type'] ?? 'b2/x-auto',
    info: infoHeaders(http),
    retention: retentionHeaders(http),
    legalHold: legalHoldHeader(http),
    extra: said.kind === 'unverified' ? { sha1: 'unverified' } : {},
  });
  request.vault.checkUpload(bucketId, name, settings);
  const content = await receiveBody(request.vault, http, said);
  return fileJson(request.vault.commitUpload(bucketId, name, content, settings), request);
}

/** b2_upload_part */
export async function uploadPart(
  request: B2Request,
  http: IncomingMessage,
  fileId: string,
): Promise<unknown> {
  const version = request.vault.version(fileId);
  if (version?.action !== 'start') throw badRequest(`No active upload for: ${fileId}`);
  need(request, 'writeFiles', version);
  const said = readSha1Header(http);
  const partNumber = Number(http.headers['x-bz-part-number'] ?? NaN);
  const content = await receiveBody(request.vault, http, said);
  const part = request.vault.addPart(fileId, partNumber, content);
  return {
    contentLength: part.size,
    contentMd5: part.md5,
    contentSha1: part.sha1,
    fileId,
    partNumber: part.partNumber,
    uploadTimestamp: part.uploadedAt,
  };
}

export function uploadName(http: IncomingMessage): string {
  return decodeFileName(String(http.headers['x-bz-file-name'] ?? ''));
}

/** B2's bound. */
const maxInfoHeaders = 10;

function infoHeaders(http: IncomingMessage): Readonly<Record<string, string>> {
  const found = Object.entries(http.headers).filter(([name]) => name.startsWith('x-bz-info-'));
  if (found.length > maxInfoHeaders) throw badRequest(`at most ${maxInfoHeaders} X-Bz-Info- headers`);
  return Object.fromEntries(
    found.map(([name, value]) => [name.slice('x-bz-info-'.length), decodeFileName(String(value))]),
  );
}

function retentionHeaders(http: IncomingMessage): Retention | undefined {
  const mode = http.headers['x-bz-file-retention-mode'];
  const until = http.headers['x-bz-file-retention-retain-until-timestamp'];
  if (mode === undefined && until === undefined) return undefined;
  if ((mode !== 'governance' && mode !== 'compliance') || !/^\d{1,15}$/.test(String(until)))
    throw badRequest('X-Bz-File-Retention-Mode and -Retain-Until-Timestamp must both be there and valid');
  return { mode, until: Number(until) };
}

function legalHoldHeader(http: IncomingMessage): boolean | undefined {
  const text = http.headers['x-bz-file-legal-hold'];
  if (text === undefined) return undefined;
  if (text !== 'on' && text !== 'off') throw badRequest(`bad X-Bz-File-Legal-Hold: ${String(text)}`);
  return text === 'on';
}
