import type { Texts } from './texts.ts';

const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

export const german: Texts = {
  locale: 'de-DE',
  tray: {
    starting: 'Startet',
    noSets: 'Noch kein Backup eingerichtet',
    suspected: 'Verdacht auf Angriff: Holdfast öffnen',
    lapsed: 'Sperren sind abgelaufen: Holdfast öffnen',
    atRisk: (until) =>
      until === null ? 'Gefährdet: Holdfast öffnen' : `Sperren enden bald: geschützt bis ${until}`,
    thinning: (until) =>
      `Sperren sollten verlängert werden: ${until === null ? 'Holdfast öffnen' : `geschützt bis ${until}`}`,
    paused: (until) => `Pausiert bis ${until}`,
    pausedForNow: 'Pausiert, bis Sie fortsetzen',
    working: 'Backup läuft',
    workingAt: (percent) => `Backup läuft: ${percent} %`,
    protected: (until) => `Alles ist geschützt bis ${until}`,
    unproven: 'Gesperrt, aber noch nicht nachgewiesen: Holdfast öffnen',
    empty: 'Noch nichts gesichert',
    unknown: 'Seit dem Start noch nicht nachgesehen',
    failed: 'Das letzte Backup ist fehlgeschlagen: Holdfast öffnen',
    lastGood: (ago) => `Letztes gutes Backup ${ago}`,
    noneYet: 'Noch kein Backup',
    protectedUntil: (until) => `geschützt bis ${until}`,
  },
  ago: {
    now: 'gerade eben',
    minutes: (count) => `vor ${count} min`,
    hours: (count) => `vor ${count} h`,
    days: (count) => `vor ${many(count, 'Tag', 'Tagen')}`,
  },
  menu: {
    backUpNow: 'Jetzt sichern',
    stop: 'Anhalten',
    pause: 'Pause',
    hour: 'Für 1 Stunde',
    tomorrow: 'Bis morgen',
    goOn: 'Jetzt fortsetzen',
    open: 'Holdfast öffnen',
    restore: 'Wiederherstellen…',
    update: (version) => `Auf ${version} aktualisieren…`,
    quit: 'Holdfast beenden',
    file: 'Datei',
    view: 'Ansicht',
    window: 'Fenster',
  },
  notices: {
    'backup-failed': { title: 'Das Backup ist fehlgeschlagen', body: 'Holdfast sagt, was zu tun ist.' },
    'files-skipped': { title: 'Einige Dateien wurden ausgelassen', body: 'Ansehen und entscheiden.' },
    'no-backup': { title: 'Seit einiger Zeit kein Backup', body: 'Holdfast sagt, warum.' },
    'locks-early': { title: 'Sperren sollten verlängert werden', body: 'Ihre Backups sind noch geschützt.' },
    'locks-urgent': { title: 'Sperren enden bald', body: 'In Holdfast jetzt verlängern.' },
    'locks-last': { title: 'Sperren enden binnen eines Tages', body: 'In Holdfast jetzt verlängern.' },
    'locks-lapsed': {
      title: 'Sperren sind abgelaufen',
      body: 'Die Backups sind da; jetzt die Sperren verlängern.',
    },
    suspected: { title: 'Verdacht auf Angriff', body: 'Holdfast zeigt, welche Dateien sich änderten.' },
    'drill-failed': {
      title: 'Eine Probe-Wiederherstellung misslang',
      body: 'Holdfast zeigt, welche Dateien.',
    },
    clock: { title: 'Die Uhr geht falsch', body: 'Bis das geklärt ist, wird keine Sperre gesetzt.' },
    'key-alarm': { title: 'Der Speicherschlüssel darf zu viel', body: 'In Holdfast ersetzen.' },
    'audit-alarm': { title: 'Beim Anbieter hat sich etwas geändert', body: 'Holdfast zeigt, was.' },
    'proof-failed': { title: 'Die Sperren ließen sich nicht beweisen', body: 'Holdfast sagt, warum.' },
    kit: { title: 'Ihr Recovery-Kit', body: 'Bitte nachsehen, ob es noch da ist.' },
    'backup-done': { title: 'Das Backup ist fertig', body: 'Alles ist gespeichert und gesperrt.' },
    update: { title: 'Eine neue Version ist da', body: 'In Holdfast installieren.' },
  },
  otherNotice: 'Holdfast braucht Sie',
  quitting: {
    backup: 'Ein Backup läuft',
    other: 'Es läuft noch etwas',
    detail:
      'Was getan ist, bleibt, und beim nächsten Mal geht es dort weiter. Nach dem Beenden wird nichts gesichert und nichts verlängert, bis Holdfast wieder startet.',
    whenDone: 'Beenden, wenn es fertig ist',
    stop: 'Anhalten und beenden',
    cancel: 'Abbrechen',
  },
  cannotStart: {
    title: 'Holdfast kann nicht starten',
    detail: 'Ihre Backups beim Anbieter sind davon nicht berührt und bleiben gesperrt.',
  },
  engineFell: {
    title: 'Holdfast ist mehrmals stehen geblieben',
    detail:
      'Ihre Backups beim Anbieter sind davon nicht berührt und bleiben gesperrt. Die Protokolle sagen, was geschah.',
    again: 'Neu starten',
    quit: 'Beenden',
  },
  update: {
    title: (version) => `Holdfast ${version} ist da`,
    detail: 'Holdfast startet danach neu. Backups und Einstellungen bleiben, wie sie sind.',
    install: 'Installieren und neu starten',
    byHand: 'Bitte dort holen, woher diese Version kam: hier würde niemand die Signatur prüfen.',
    later: 'Später',
    failed: 'Das Update wurde nicht installiert; diese Version läuft weiter wie bisher.',
  },
};
