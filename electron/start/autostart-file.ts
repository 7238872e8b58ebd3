import { join } from 'node:path';

/** Where Linux desktops look for what starts at login. */
export function autostartFile(
  userFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return join(environment['XDG_CONFIG_HOME'] || join(userFolder, '.config'), 'autostart', 'holdfast.desktop');
}

/** @param command the program and its arguments */
export function autostartText(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Holdfast',
    'Comment=Backups that nobody can delete before their date',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Two layers of escapes: of the Exec key's quoted arguments, then of any string value (Desktop Entry Specification). */
function quoted(argument: string): string {
  const inside = argument.replaceAll(/["`$\\]/g, (each) => `\\${each}`).replaceAll('%', '%%');
  return `"${inside.replaceAll('\\', '\\\\')}"`;
}
