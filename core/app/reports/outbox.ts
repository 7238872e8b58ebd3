import type { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { channelsOf, sendReport, type Channel, type Report, type ReportContext } from './send-report.ts';

export type OutboxContext = ReportContext & Pick<ServiceContext, 'stopping'>;

export type Outbox = {
  /** Sends in the background, by every channel that is set. Never throws. */
  readonly send: (report: Report) => void;
  /** Resolves when nothing waits. */
  readonly idle: () => Promise<void>;
};

/** Waits before a second try and those after it; then it is given up. */
const waitsMs = [60_000, 10 * 60_000, 60 * 60_000];
/** Of a channel that takes nothing for days the newest wait. */
const maxWaiting = 20;

/**
 * Reports in their order, channel by channel. What cannot be sent is tried some times more, then logged and told: it never
 * fails what it reports on.
 * @param told that a channel took one (undefined), or that one was given up
 */
export function openOutbox(
  context: OutboxContext,
  told: (channel: Channel, failure: HoldfastError | undefined) => void,
): Outbox {
  const waiting = new Map<Channel, Report[]>();
  const working = new Map<Channel, Promise<void>>();

  const attempt = async (channel: Channel, report: Report): Promise<HoldfastError | undefined> => {
    for (let number = 0; ; number++) {
      const failure = await sendReport(context, channel, report);
      const wait = waitsMs[number];
      if (!failure || wait === undefined || context.stopping.aborted) return failure;
      context.log.warn('reports', `A report was not taken by ${channel}: ${failure.words}`, {
        tries: number + 1,
      });
      await context.world.sleep(wait, context.stopping).catch(() => undefined);
      if (context.stopping.aborted) return failure;
    }
  };
  const work = async (channel: Channel, queue: Report[]): Promise<void> => {
    for (let report = queue.shift(); report !== undefined; report = queue.shift()) {
      const failure = await attempt(channel, report);
      if (failure) context.log.error('reports', `A report could not be sent by ${channel}.`, failure);
      if (!context.stopping.aborted) told(channel, failure);
    }
    working.delete(channel);
  };
  return {
    send: (report) => {
      for (const channel of channelsOf(context)) {
        const queue = waiting.get(channel) ?? [];
        waiting.set(channel, queue);
        queue.push(report);
        queue.splice(0, Math.max(0, queue.length - maxWaiting));
        if (!working.has(channel)) working.set(channel, work(channel, queue));
      }
    },
    idle: async () => {
      while (working.size > 0) await Promise.all(working.values());
    },
  };
}
