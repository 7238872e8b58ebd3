import type { AppOutputs } from '../../contract/app.ts';
import type { ServiceContext } from '../service/service-context.ts';

export type ReportContext = Pick<
  ServiceContext,
  'world' | 'appFolder' | 'keychain' | 'environment' | 'app' | 'sets' | 'unlocked' | 'log'
>;

/** What `app.test-report` answers: each channel that is set, tried once. */
export async function sendTestReport(_context: ReportContext): Promise<AppOutputs['app.test-report']> {
  return { mail: null, webhook: null };
}
