import type { MenuItemConstructorOptions } from 'electron';
import type { Texts } from '../words/texts.ts';

/** Without it macOS has no Copy and Paste, and nobody can zoom by keyboard. Its rows by role are named by the platform. */
export function appMenu(
  texts: Texts,
  options: { readonly platform: NodeJS.Platform; readonly developerTools: boolean },
): MenuItemConstructorOptions[] {
  const { menu } = texts;
  const mac = options.platform === 'darwin';
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: menu.file,
      submenu: [{ role: 'close' }, ...(mac ? [] : [{ role: 'quit', label: menu.quit } as const])],
    },
    { role: 'editMenu' },
    {
      label: menu.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
        ...(options.developerTools
          ? [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]
          : []),
      ],
    },
    { label: menu.window, role: 'windowMenu' },
  ];
}
