import type { Texts } from './texts.ts';

const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

export const german: Texts = {
  locale: 'de-DE',
  tray: {
    starting: 'Startet',
    noSets: 'Noch keine Sicherung eingerichtet',
    suspected: 'Verdacht auf Angriff: Holdfast öffnen',
    lapsed: 'Sperren sind abgelaufen: Holdfast öffnen',
    atRisk: (until) =>
      until === null ? 'Gefährdet: Holdfast öffnen' : `Sperren enden bald: geschützt bis ${until}`,
    thinning: (until) =>
      `Sperren sollten verlängert werden: ${until === null ? 'Holdfast öffnen' : `geschützt bis ${until}`}`,
    paused: (until) => `Pausiert bis ${until}`,
    pausedForNow: 'Pausiert bis auf Weiteres',
    working: 'Sicherung läuft',
    workingAt: (percent) => `Sicherung läuft: ${percent} %`,
    protected: (until) => `Alles ist geschützt bis ${until}`,
    unproven: 'Gesperrt, aber noch nicht nachgewiesen: Holdfast öffnen',
    empty: 'Noch nichts gesichert',
    unknown: 'Seit dem Start noch nicht nachgesehen',
    failed: 'Die letzte Sicherung ist nicht gelungen: Holdfast öffnen',
    lastGood: (ago) => `Letzte gelungene Sicherung ${ago}`,
    noneYet: 'Noch keine Sicherung',
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
    goOn: 'Weiter sichern',
    open: 'Holdfast öffnen',
    restore: 'Wiederherstellen…',
    update: (version) => `Auf ${version} aktualisieren…`,
    restart: (version) => `Jetzt neu starten für ${version}`,
    quit: 'Holdfast beenden',
    file: 'Datei',
    view: 'Ansicht',
    window: 'Fenster',
  },
  notices: {
    'backup-failed': { title: 'Die Sicherung ist nicht gelungen', body: 'Holdfast sagt, was zu tun ist.' },
    'files-skipped': { title: 'Einige Dateien wurden ausgelassen', body: 'Ansehen und entscheiden.' },
    'no-backup': { title: 'Seit einiger Zeit keine Sicherung', body: 'Holdfast sagt, warum.' },
    'locks-early': {
      title: 'Sperren sollten verlängert werden',
      body: 'Die Sicherungen sind noch geschützt.',
    },
    'locks-urgent': { title: 'Sperren enden bald', body: 'In Holdfast jetzt verlängern.' },
    'locks-last': { title: 'Sperren enden binnen eines Tages', body: 'In Holdfast jetzt verlängern.' },
    'locks-lapsed': {
      title: 'Sperren sind abgelaufen',
      body: 'Die Sicherungen sind da; jetzt die Sperren verlängern.',
    },
    suspected: { title: 'Verdacht auf Angriff', body: 'Holdfast zeigt, welche Dateien sich änderten.' },
    'drill-failed': {
      title: 'Eine Wiederherstellung zur Probe ist nicht gelungen',
      body: 'Holdfast zeigt, welche Dateien.',
    },
    clock: { title: 'Die Uhr geht falsch', body: 'Bis das geklärt ist, wird keine Sperre gesetzt.' },
    'key-alarm': { title: 'Der Speicherschlüssel darf zu viel', body: 'In Holdfast ersetzen.' },
    'audit-alarm': { title: 'Beim Anbieter hat sich etwas geändert', body: 'Holdfast zeigt, was.' },
    'proof-failed': { title: 'Der Speicher hält seine Sperren nicht', body: 'Holdfast zeigt den Nachweis.' },
    'upkeep-failed': {
      title: 'Die Pflege der Sperren gelingt nicht',
      body: 'Unter „Verlauf“ steht, warum.',
    },
    'report-failed': {
      title: 'Ein Bericht ließ sich nicht senden',
      body: 'Die Einstellungen der Berichte ansehen.',
    },
    'settings-lost': {
      title: 'Einstellungen waren nicht lesbar',
      body: 'Neu wählen, was gesichert werden soll.',
    },
    'backup-done': { title: 'Die Sicherung ist fertig', body: 'Alles ist gespeichert und gesperrt.' },
    'works-again': { title: 'Sicherungen gelingen wieder', body: 'Was gemeldet wurde, ist vorbei.' },
  },
  otherNotice: 'In Holdfast ist etwas zu tun',
  extendNow: 'Jetzt verlängern',
  quitting: {
    backup: 'Eine Sicherung läuft',
    other: 'Es läuft noch etwas',
    detail:
      'Was getan ist, bleibt, und beim nächsten Mal geht es dort weiter. Nach dem Beenden wird nichts gesichert und nichts verlängert, bis Holdfast wieder startet.',
    whenDone: 'Beenden, wenn es fertig ist',
    stop: 'Anhalten und beenden',
    cancel: 'Abbrechen',
  },
  cannotStart: {
    title: 'Holdfast kann nicht starten',
    detail: 'Die Sicherungen beim Anbieter sind davon nicht betroffen und bleiben gesperrt.',
  },
  engineFell: {
    title: 'Holdfast ist mehrmals stehen geblieben',
    detail:
      'Die Sicherungen beim Anbieter sind davon nicht betroffen und bleiben gesperrt. Die Protokolle sagen, was geschah.',
    again: 'Neu starten',
    quit: 'Beenden',
  },
  update: {
    title: (version) => `Holdfast ${version} ist da`,
    detail: 'Holdfast startet danach neu. Sicherungen und Einstellungen bleiben, wie sie sind.',
    install: 'Installieren und neu starten',
    byHand: 'Dort holen, woher diese Version kam: Hier würde niemand die Signatur prüfen.',
    downloaded: (version) => `Holdfast ${version} ist heruntergeladen`,
    busy: 'Es läuft noch etwas, und ein Neustart würde es anhalten. Was getan ist, bleibt, und beim nächsten Mal geht es dort weiter.',
    stopAndRestart: 'Anhalten und neu starten',
    later: 'Später',
    failed: 'Das Update wurde nicht installiert; diese Version läuft weiter wie bisher.',
  },
};
