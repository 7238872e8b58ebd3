import type { ErrorShape } from '../../contract/error-shape.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { shapeOf } from '../service/shape-error.ts';

/** An error as it may leave this computer: no file or folder of it is named. */
export function withoutNames({ code, details, retry }: ErrorShape): ErrorShape {
  const { path, home: _home, example: _example, reason, ...others } = details;
  const kept = {
    ...others,
    ...(code === 'path-impossible' && path !== undefined && { path: 'a file or folder' }),
    ...(reason !== undefined && {
      reason: /[\\/]/.test(String(reason)) ? 'Holdfast says why in its window' : reason,
    }),
  };
  return shapeOf(new HoldfastError(code, kept, { retry }));
}
