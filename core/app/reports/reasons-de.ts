import type { ErrorShape } from '../../contract/error-shape.ts';
import type { ErrorDetails } from '../../errors/details.ts';
import type { ErrorCode } from '../../errors/words.ts';

type Reason = (details: ErrorDetails) => string;

/** In no report: no run ends with them. They are about what a person just did in the window or on the command line. */
type NeverReported =
  | 'list-key-wrong'
  | 'bucket-name-taken'
  | 'object-exists'
  | 'period-invalid'
  | 'clean-unsafe'
  | 'repository-exists'
  | 'words-wrong'
  | 'kit-unreadable'
  | 'kit-of-another'
  | 'snapshot-ambiguous'
  | 'path-not-in-snapshot'
  | 'guard-missing'
  | 'home-exists'
  | 'restored-changed'
  | 'port-busy'
  | 'set-unknown'
  | 'set-busy'
  | 'confirm-needed'
  | 'recovery-closed'
  | 'engine-gone'
  | 'usage'
  | 'cancelled'
  | 'secret-request-over'
  | 'report-not-sent'
  | 'mail-password-missing'
  | 'passphrase-weak'
  | 'nothing-backed-up'
  | 'set-up-incomplete'
  | 'set-up-running'
  | 'set-up-committed'
  | 'set-up-made'
  | 'set-up-key-forgotten'
  | 'window-not-built';

const sealed =
  'Die Schlüssel dieses Sicherungssatzes sind versiegelt. Die Passphrase einmal in Holdfast eintippen.';
const fault = 'Das ist ein Fehler in Holdfast; bitte melden.';
const check = 'In Holdfast unter „Schutz“ prüfen.';

/** Why a run failed, and what to do. No names of files: a report leaves this computer. */
export const germanReasons: { readonly [C in Exclude<ErrorCode, NeverReported>]: Reason } = {
  'network-unreachable': (d) =>
    `Keine Antwort von ${d.endpoint ?? 'dem Speicheranbieter'}. Die Internetverbindung prüfen.`,
  'provider-busy': () => 'Der Speicheranbieter ist überlastet und bittet zu warten.',
  'provider-refused': (d) => `Der Speicheranbieter hat abgelehnt${inBrackets(d.reason)}.`,
  'provider-answer-invalid': (d) =>
    `Der Speicheranbieter antwortet nicht wie erwartet${inBrackets(d.endpoint)}. Die Adresse prüfen.`,
  'cap-exceeded': () =>
    'Ein Tageslimit oder die Kostengrenze des Speicherkontos ist erreicht. Die Grenze auf der Seite des Anbieters anheben.',
  'key-invalid': () =>
    'Der Speicherschlüssel wird nicht angenommen. Prüfen, ob er gelöscht wurde oder abgelaufen ist, oder ihn ersetzen.',
  'key-insufficient': () =>
    'Der Speicherschlüssel darf nicht alles, was nötig ist. Einen mit den richtigen Rechten anlegen und ihn ersetzen.',
  'key-too-powerful': () =>
    'Der Speicherschlüssel darf zu viel: Wer ihn stiehlt, könnte Sicherungen zerstören. Ihn ersetzen.',
  'key-lengthens': () =>
    'Im strengen Modus darf der gespeicherte Schlüssel keine Sperren verlängern; dieser darf es. Ihn ersetzen.',
  'bucket-missing': (d) =>
    `Der Schlüssel sieht keinen Bucket „${d.bucket ?? ''}“. Auf der Seite des Anbieters nachsehen.`,
  'bucket-not-locked': (d) =>
    `Der Bucket „${d.bucket ?? ''}“ hat kein Object Lock; Sicherungen darin könnten gelöscht werden.`,
  'locks-not-kept': (d) =>
    `Der Speicher des Buckets „${d.bucket ?? ''}“ hat ein gesperrtes Testobjekt doch gelöscht. Einen anderen Anbieter verwenden.`,
  'object-missing': () => `Ein gespeichertes Stück ist nicht mehr im Bucket. ${check}`,
  'object-locked': () => 'Etwas ist gesperrt und lässt sich vor seinem Datum nicht löschen. So soll es sein.',
  'object-damaged': () => `Ein gespeichertes Stück ist beschädigt. ${check}`,
  'run-too-large': () =>
    'Der Lauf hätte mehr als das Doppelte des Gespeicherten gesperrt und wurde angehalten. Prüfen, welche Ordner gesichert werden.',
  'lock-beyond-cap': () =>
    'Eine Sperre wäre länger geworden, als Holdfast je sperrt; nichts wurde gesperrt. Die Uhr dieses Computers prüfen.',
  'guard-late': () =>
    'Kein Wächter hat eine Sperre rechtzeitig verlängert. Nachsehen, ob er auf dem zweiten Gerät läuft.',
  'default-retention-wrong': (d) =>
    `Der strenge Modus braucht einen Bucket, der Neues von selbst für ${d.needed ?? 'genügend viele'} Tage sperrt. Auf der Seite des Anbieters ändern.`,
  'clocks-differ': () =>
    'Die Uhr dieses Computers weicht um mehr als einen Tag von der des Anbieters ab. Die Uhr stellen.',
  'repository-missing': (d) => `Unter ${d.place ?? 'diesem Ort'} gibt es keine Holdfast-Sicherungen.`,
  'format-unknown': () => 'Die Sicherungen haben ein neueres Format. Ein neueres Holdfast installieren.',
  'passphrase-wrong': () => sealed,
  'snapshot-unknown': () => 'Eine Sicherung steht nicht mehr in der Liste.',
  'chunk-missing': () => `Ein Teil einer Datei fehlt im Speicher. ${check}`,
  'home-missing': () => 'Auf diesem Computer ist keine Sicherung eingerichtet.',
  'home-ended': (d) =>
    `Hier wird nicht mehr gesichert: Die Sicherungen gehen jetzt nach ${d.place ?? 'einem anderen Ort'}.`,
  'home-busy': () => 'Ein anderes Holdfast benutzte diesen Sicherungssatz gerade.',
  'home-damaged': () =>
    'Die Einstellungen auf diesem Computer sind nicht lesbar. Mit dem Notfallblatt wiederherstellen oder neu einrichten.',
  'disk-full': () => 'Auf einer Festplatte dieses Computers ist kein Platz mehr. Platz schaffen.',
  'path-impossible': () => 'Ein Ordner oder eine Datei lässt sich nicht verwenden.',
  'secret-missing': () => sealed,
  'keychain-silent': () => 'Der Schlüsselbund dieses Computers antwortet nicht. Ihn entsperren.',
  'set-locked': () => sealed,
  'engine-stopped': () =>
    'Der Teil von Holdfast, der die Arbeit macht, ist stehen geblieben. Er startet von selbst neu.',
  'run-cut': () => 'Währenddessen wurde Holdfast beendet oder der Computer ausgeschaltet.',
  'request-invalid': () => 'So ging es nicht. Im Fenster unter „Verlauf“ steht, warum.',
  'read-only': () => `Es sollte geschrieben werden, wo nur gelesen werden darf. ${fault}`,
  bug: () => `Etwas Unmögliches ist passiert. ${fault}`,
};

const inBrackets = (detail: ErrorDetails[string]): string =>
  typeof detail === 'string' && detail !== '' ? ` (${detail})` : '';

/** null: there is none. */
export function germanReason({ code, details }: Pick<ErrorShape, 'code' | 'details'>): string | null {
  return Object.hasOwn(germanReasons, code)
    ? germanReasons[code as keyof typeof germanReasons](details)
    : null;
}
