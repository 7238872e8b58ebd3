import type { z } from 'zod';
import type { B2Request } from './b2-request.ts';

/** One JSON call: the fields it takes (no others), and what it does. */
export type B2Call = {
  readonly schema: z.ZodType;
  readonly run: (request: B2Request, body: never) => unknown;
};

/** Ties the type of the body to the schema that lets it in. */
export function b2Call<S extends z.ZodType>(
  schema: S,
  run: (request: B2Request, body: z.output<S>) => unknown,
): B2Call {
  return { schema, run };
}
