import { germanReason } from './reasons-de.ts';
import type { ReportLanguage } from './report-kinds.ts';

const number = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const german: ReportLanguage = {
  kinds: {
    'backup-failed': ({ name }) => ({
      subject: `eine Sicherung von ${name} ist nicht gelungen`,
      text: `Die letzte Sicherung von ${name} ist nicht gelungen. Frühere Sicherungen sind nicht betroffen.`,
    }),
    'files-skipped': ({ name, figure, count }) => ({
      subject: `${name}: einige Dateien waren nicht lesbar`,
      text: `${count('skipped')} ${number(figure('skipped'), 'Pfad war nicht lesbar und fehlt', 'Pfade waren nicht lesbar und fehlen')} in der letzten Sicherung von ${name}. Unter „Verlauf“ steht, welche.`,
    }),
    'no-backup': ({ name, count, figure, date }) => ({
      subject: `seit ${count('days')} ${number(figure('days'), 'Tag', 'Tagen')} keine Sicherung von ${name}`,
      text: `Seit dem ${date('lastGood')} ist keine Sicherung von ${name} gelungen. Frühere bleiben sicher; neuere Dateien sind nicht geschützt. Jetzt sichern.`,
    }),
    'locks-early': ({ name, date }) => ({
      subject: `Sperren von ${name} enden am ${date('until')}`,
      text: `Die ersten Sperren von ${name} enden am ${date('until')}. Noch ist nichts verloren. Bei Gelegenheit verlängern; auch eine Sicherung tut es.`,
    }),
    'locks-urgent': ({ name, date }) => ({
      subject: `Sperren von ${name} enden am ${date('until')}`,
      text: `Die ersten Sperren von ${name} enden am ${date('until')}. Danach könnten Sicherungen gelöscht werden. Bitte verlängern; auch eine Sicherung tut es.`,
    }),
    'locks-last': ({ name, date }) => ({
      subject: `Sperren von ${name} enden am ${date('until')}`,
      text: `Die ersten Sperren von ${name} enden am ${date('until')}. Danach könnten Sicherungen gelöscht werden. Jetzt verlängern.`,
    }),
    'locks-lapsed': ({ name, date }) => ({
      subject: `Sperren von ${name} sind abgelaufen`,
      text: `Die ersten Sperren von ${name} sind am ${date('until')} abgelaufen: Die Sicherungen sind noch da, aber mit dem richtigen Schlüssel ließen sie sich löschen. Die Sperren jetzt verlängern.`,
    }),
    suspected: ({ name }) => ({
      subject: `Verdacht auf einen Angriff auf ${name}`,
      text: `Eine Sicherung von ${name} sieht nach einem Angriff auf die Dateien aus. Frühere Sicherungen sind gesperrt, und nichts wird freigegeben, bevor entschieden ist. Ansehen, was sich geändert hat, und entscheiden.`,
    }),
    'drill-failed': ({ name }) => ({
      subject: `eine Wiederherstellung von ${name} zur Probe ist misslungen`,
      text: `Eine Wiederherstellung von ${name} zur Probe brachte nicht zurück, was gesichert wurde. Das Ergebnis ansehen und eine Sicherung machen.`,
    }),
    clock: ({ name }) => ({
      subject: 'die Uhr dieses Computers geht falsch',
      text: `Die Uhr dieses Computers weicht von der des Anbieters von ${name} ab. Ist es mehr als ein Tag, wird nichts gesperrt. Die Uhr stellen.`,
    }),
    'key-alarm': ({ name }) => ({
      subject: `der Schlüssel von ${name} darf zu viel`,
      text: `Der gespeicherte Schlüssel von ${name} darf mehr, als er sollte. Ihn ersetzen, damit niemand, der ihn stiehlt, Sicherungen schaden kann.`,
    }),
    'audit-alarm': ({ name }) => ({
      subject: `Alarm bei der Prüfung von ${name}`,
      text: `Eine Prüfung der Sicherungen von ${name} hat etwas gefunden, das nicht sein sollte. Unter „Schutz“ steht, was es bedeutet.`,
    }),
    'proof-failed': ({ name }) => ({
      subject: `der Speicher von ${name} hält seine Sperren nicht`,
      text: `Der Speicher von ${name} hat zugelassen, was eine Sperre abweisen muss; er schützt Sicherungen nicht, wie er sollte. Den Nachweis ansehen; bleibt es dabei, einen anderen Anbieter nehmen.`,
    }),
    'upkeep-failed': ({ name, text, count }) => ({
      subject: `${name}: ${jobs[text('job')] ?? text('job')} gelingt nicht`,
      text: `${name}: ${jobs[text('job')] ?? text('job')} ist ${count('times')} Mal nacheinander nicht gelungen. Unter „Verlauf“ steht, warum.`,
    }),
    'report-failed': ({ text }) => ({
      subject: 'Berichte lassen sich nicht senden',
      text: `Ein Bericht ließ sich nicht per ${text('channel') === 'mail' ? 'E-Mail' : 'Webhook'} senden. Die Einstellungen der Berichte ansehen und zur Probe einen senden.`,
    }),
    'backup-done': ({ name, count, figure }) => ({
      subject: `${name} ist gesichert`,
      text: `${name} ist gesichert: ${count('files')} ${number(figure('files'), 'Datei', 'Dateien')}.`,
    }),
    'works-again': ({ name }) => ({
      subject: `Sicherungen von ${name} gelingen wieder`,
      text: `Eine Sicherung von ${name} ist gelungen. Was gemeldet wurde, ist vorbei.`,
    }),
  },
  reason: (error) => {
    const own = germanReason(error);
    return own === null ? `Woran es lag (englisch): ${error.words}` : `Woran es lag: ${own}`;
  },
  from: (host) => `Gesendet von Holdfast auf ${host}. Worüber berichtet wird, steht in seinen Einstellungen.`,
  test: {
    subject: 'Bericht zur Probe',
    text: 'Dies ist eine Probe. Berichte von Holdfast kommen hier an.',
  },
  weekly: {
    subject: (sets) => `die Woche von ${sets} ${number(sets, 'Sicherungssatz', 'Sicherungssätzen')}`,
    head: (from, to) => `Vom ${from} bis zum ${to}.`,
    set: ({ name, good, failed, last, newSize, until, open }) =>
      [
        name,
        `  ${good} Mal gesichert, ${failed} Mal nicht gelungen, ${newSize} neu.`,
        `  Letzte gelungene Sicherung: ${last ?? 'noch keine'}.`,
        ...(until === null ? [] : [`  Alles ist gesperrt bis zum ${until}.`]),
        ...open.map((subject) => `  Anzusehen: ${subject}.`),
      ].join('\n'),
  },
};

const jobs: Readonly<Record<string, string>> = {
  renew: 'das Verlängern der Sperren',
  audit: 'die Prüfung',
  prove: 'der Nachweis',
  drill: 'die Wiederherstellung zur Probe',
  retire: 'das Freigeben von Platz',
};
