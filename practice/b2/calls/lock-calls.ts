import { z } from 'zod';
import { b2Call } from '../b2-call.ts';
import { enterVersion, needForLock } from '../b2-request.ts';
import { fileRetention, legalHold, optional } from '../fields.ts';
import { legalHoldJson, retentionJson } from '../file-json.ts';

/** Both null clears, with bypassGovernance where a governance retention runs. */
export const updateFileRetention = b2Call(
  z.strictObject({
    fileName: z.string(),
    fileId: z.string(),
    fileRetention,
    bypassGovernance: optional(z.boolean()),
  }),
  (request, body) => {
    needForLock(request, 'writeFileRetentions', {});
    const { fileId } = enterVersion(request, body.fileId, body.fileName);
    const version = request.vault.updateRetention(fileId, body.fileRetention, {
      bypass: body.bypassGovernance ?? false,
      key: request.key,
    });
    return { fileId, fileName: version.name, fileRetention: retentionJson(version.retention) };
  },
);

export const updateFileLegalHold = b2Call(
  z.strictObject({ fileName: z.string(), fileId: z.string(), legalHold }),
  (request, body) => {
    needForLock(request, 'writeFileLegalHolds', {});
    const { fileId } = enterVersion(request, body.fileId, body.fileName);
    const version = request.vault.updateLegalHold(fileId, body.legalHold);
    return { fileId, fileName: version.name, legalHold: legalHoldJson(version.legalHold) };
  },
);
