import type { ReportLanguage } from './report-kinds.ts';

const plural = (count: number, one: string): string => `${one}${count === 1 ? '' : 's'}`;

export const english: ReportLanguage = {
  kinds: {
    'backup-failed': ({ name }) => ({
      subject: `a backup of ${name} did not succeed`,
      text: `The last backup of ${name} did not succeed. Earlier backups are not affected.`,
    }),
    'files-skipped': ({ name, figure, count }) => ({
      subject: `${name}: some files could not be read`,
      text: `${count('skipped')} ${plural(figure('skipped'), 'path')} could not be read and ${figure('skipped') === 1 ? 'is' : 'are'} not in the last backup of ${name}. Look at them under Activity.`,
    }),
    'no-backup': ({ name, count, figure, date }) => ({
      subject: `no backup of ${name} for ${count('days')} ${plural(figure('days'), 'day')}`,
      text: `There has been no good backup of ${name} since ${date('lastGood')}. Earlier backups stay safe; newer files are not protected. Back up now.`,
    }),
    'locks-early': ({ name, date }) => ({
      subject: `locks of ${name} end on ${date('until')}`,
      text: `The first locks of ${name} end on ${date('until')}. Nothing is lost yet. When it suits you, extend them: a backup does it too.`,
    }),
    'locks-urgent': ({ name, date }) => ({
      subject: `locks of ${name} end on ${date('until')}`,
      text: `The first locks of ${name} end on ${date('until')}. After that, backups could be deleted. Please extend them: a backup does it too.`,
    }),
    'locks-last': ({ name, date }) => ({
      subject: `locks of ${name} end on ${date('until')}`,
      text: `The first locks of ${name} end on ${date('until')}. After that, backups could be deleted. Extend them now.`,
    }),
    'locks-lapsed': ({ name, date }) => ({
      subject: `locks of ${name} have ended`,
      text: `The first locks of ${name} ended on ${date('until')}: backups are still there, but somebody with the right key could delete them. Extend the locks now.`,
    }),
    suspected: ({ name }) => ({
      subject: `suspected attack on ${name}`,
      text: `A backup of ${name} looks like an attack on the files. Earlier backups are locked, and nothing is given back before you decide. Look at what changed, and decide.`,
    }),
    'drill-failed': ({ name }) => ({
      subject: `a trial restore of ${name} failed`,
      text: `A trial restore of ${name} did not bring back what was backed up. Look at what was found, and make a backup.`,
    }),
    clock: ({ name }) => ({
      subject: 'the clock of this computer is wrong',
      text: `This computer's clock differs from that of the provider of ${name}. Where it is more than a day, no lock is set. Correct the clock.`,
    }),
    'key-alarm': ({ name }) => ({
      subject: `the storage key of ${name} may do too much`,
      text: `The stored key of ${name} may do more than it should. Replace it, so that nobody who steals it can harm backups.`,
    }),
    'audit-alarm': ({ name }) => ({
      subject: `a check of ${name} raised an alarm`,
      text: `A check of the stored backups of ${name} found something that should not be. Look at what it means under Protection.`,
    }),
    'proof-failed': ({ name }) => ({
      subject: `the storage of ${name} does not keep its locks`,
      text: `The storage of ${name} let through what a lock must refuse, so it does not protect backups as it should. Look at the proof; if it stays so, use another provider.`,
    }),
    'upkeep-failed': ({ name, text, count }) => ({
      subject: `${name}: ${jobs[text('job')] ?? text('job')} does not succeed`,
      text: `${name}: ${jobs[text('job')] ?? text('job')} failed ${count('times')} times in a row. Look at why under Activity.`,
    }),
    'report-failed': ({ text }) => ({
      subject: 'reports cannot be sent',
      text: `A report could not be sent by ${text('channel') === 'mail' ? 'mail' : 'webhook'}. Look at the settings of reports, and send a test.`,
    }),
    'backup-done': ({ name, count, figure }) => ({
      subject: `${name} is backed up`,
      text: `${name} is backed up: ${count('files')} ${plural(figure('files'), 'file')}.`,
    }),
    'works-again': ({ name }) => ({
      subject: `backups of ${name} work again`,
      text: `A backup of ${name} succeeded. What was reported before is over.`,
    }),
  },
  reason: ({ words }) => `What stopped it: ${words}`,
  from: (host) => `Sent by Holdfast on ${host}. What it reports on is chosen in its settings.`,
  test: {
    subject: 'test report',
    text: 'This is a test. Reports from Holdfast arrive here.',
  },
  weekly: {
    subject: (sets) => `the week of ${sets} ${plural(sets, 'backup set')}`,
    head: (from, to) => `From ${from} to ${to}.`,
    set: ({ name, good, failed, last, newSize, until, open }) =>
      [
        name,
        `  ${good} good ${plural(good, 'backup')}, ${failed} that did not succeed, ${newSize} new.`,
        `  Last good backup: ${last ?? 'none yet'}.`,
        ...(until === null ? [] : [`  Everything is locked until ${until}.`]),
        ...open.map((subject) => `  To be looked at: ${subject}.`),
      ].join('\n'),
  },
};

const jobs: Readonly<Record<string, string>> = {
  renew: 'extending the locks',
  audit: 'the check',
  prove: 'the proof',
  drill: 'the trial restore',
  retire: 'giving space back',
};
