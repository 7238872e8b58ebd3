import { isHoldfastError } from '../../errors/holdfast-error.ts';

/** For tests: the code of the error that `run` throws, 'done' if none; errors that are not ours go through. */
export function outcome(run: () => unknown): string {
  try {
    run();
    return 'done';
  } catch (error) {
    if (isHoldfastError(error)) return error.code;
    throw error;
  }
}
