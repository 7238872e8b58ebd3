import { z } from 'zod';

const action = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfter: z.int().min(0).exactOptional(),
    /** The code in the API's error body, where the usual one for the status is not wanted. */
    code: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('drop-before') }),
  z.strictObject({ kind: z.literal('drop-after') }),
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(0) }),
  z.strictObject({ kind: z.literal('expired-token') }),
]);

export const faultsSchema = z.strictObject({
  faults: z.array(
    z.strictObject({
      match: z.strictObject({
        api: z.enum(['b2', 's3']).exactOptional(),
        operation: z.string().exactOptional(),
        key: z.string().exactOptional(),
      }),
      times: z.int().min(1),
      action,
    }),
  ),
});
