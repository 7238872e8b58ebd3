import type { Engine } from '../../core/app/service/engine.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';

/**
 * Waits until a person ends it.
 * @throws bug where the engine has fallen for good: windows that go on showing what it said last would lie
 */
export async function untilOver(engine: Pick<Engine, 'ended'>, signal: AbortSignal): Promise<void> {
  const told = new Promise<'told'>((resolve) => {
    if (signal.aborted) resolve('told');
    else signal.addEventListener('abort', () => resolve('told'), { once: true });
  });
  if ((await Promise.race([told, engine.ended])) === 'failed')
    throw new HoldfastError('bug', {
      reason: 'the part that does the work fell again and again; its log says why',
    });
}
