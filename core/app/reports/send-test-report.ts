import type { AppOutputs } from '../../contract/app.ts';
import { shapeOf } from '../service/shape-error.ts';
import { languageOf, languages } from './report-words.ts';
import { channelsOf, sendReport, type Channel, type ReportContext } from './send-report.ts';

/** What `app.test-report` answers: each channel that is set, tried once. */
export async function sendTestReport(context: ReportContext): Promise<AppOutputs['app.test-report']> {
  const words = languages[languageOf(context.app.settings(), context.environment)].test;
  const report = { ...words, kind: 'test', at: context.world.now(), set: null, figures: {}, error: null };
  const isSet = channelsOf(context);
  const send = async (channel: Channel): Promise<AppOutputs['app.test-report'][Channel]> => {
    if (!isSet.includes(channel)) return null;
    const failure = await sendReport(context, channel, report);
    return failure === undefined ? 'sent' : shapeOf(failure);
  };
  const [mail, webhook] = await Promise.all([send('mail'), send('webhook')]);
  return { mail, webhook };
}
