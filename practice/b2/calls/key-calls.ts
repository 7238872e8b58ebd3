import { z } from 'zod';
import { b2Call } from '../b2-call.ts';
import { B2Refusal, badRequest } from '../b2-refusal.ts';
import { checkAccount, need } from '../b2-request.ts';
import { optional } from '../fields.ts';
import { isShownIn, keyJson } from '../key-json.ts';

export const createKey = b2Call(
  z.strictObject({
    accountId: z.string(),
    capabilities: z.array(z.string()),
    keyName: z.string(),
    validDurationInSeconds: optional(z.int()),
    bucketId: optional(z.string()),
    bucketIds: optional(z.array(z.string()).min(1)),
    namePrefix: optional(z.string()),
  }),
  (request, body) => {
    checkAccount(request, body.accountId);
    need(request, 'writeKeys');
    const wrong = request.apiVersion >= 4 ? 'bucketId' : 'bucketIds';
    if (body[wrong] !== undefined) throw badRequest(`unknown field in B2CreateKeyRequest: ${wrong}`);
    const bucketIds = body.bucketIds ?? (body.bucketId === undefined ? null : [body.bucketId]);
    const missing = bucketIds?.find((id) => request.vault.bucketById(id) === undefined);
    if (missing !== undefined) throw new B2Refusal(400, 'bad_bucket_id', `Bucket does not exist: ${missing}`);
    const key = request.vault.createKey({
      name: body.keyName,
      capabilities: body.capabilities,
      bucketIds,
      namePrefix: body.namePrefix ?? null,
      validSeconds: body.validDurationInSeconds ?? null,
    });
    return { ...keyJson(key, request), applicationKey: key.secret };
  },
);

export const listKeys = b2Call(
  z.strictObject({
    accountId: z.string(),
    maxKeyCount: optional(z.int().min(1).max(10_000)),
    startApplicationKeyId: optional(z.string()),
  }),
  (request, body) => {
    checkAccount(request, body.accountId);
    need(request, 'listKeys');
    const { keys, nextId } = request.vault.listKeys({
      startId: body.startApplicationKeyId,
      max: body.maxKeyCount ?? 100,
    });
    const shown = keys.filter((key) => isShownIn(request.apiVersion, key));
    return { keys: shown.map((key) => keyJson(key, request)), nextApplicationKeyId: nextId };
  },
);

export const deleteKey = b2Call(z.strictObject({ applicationKeyId: z.string() }), (request, body) => {
  need(request, 'deleteKeys');
  return keyJson(request.vault.deleteKey(body.applicationKeyId), request);
});
