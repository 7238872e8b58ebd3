import type { MenuItemConstructorOptions } from 'electron';
import type { Texts } from '../words/texts.ts';
import type { TrayView } from './tray-view.ts';

export type TrayActions = {
  readonly backUp: (sets: readonly string[]) => void;
  readonly stop: (jobs: readonly string[]) => void;
  readonly pause: (how: 'hour' | 'tomorrow' | 'off') => void;
  /** The window, where it is. */
  readonly open: () => void;
  readonly restore: () => void;
  readonly update: () => void;
  readonly quit: () => void;
};

/** The menu is the whole tray: on many desktops a click on the picture does nothing. */
export function trayMenu(view: TrayView, { menu }: Texts, act: TrayActions): MenuItemConstructorOptions[] {
  const { update } = view;
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return [
    { id: 'status', label: view.sentence, enabled: false },
    line,
    view.running.length > 0
      ? { id: 'stop', label: menu.stop, click: () => act.stop(view.running) }
      : {
          id: 'back-up',
          label: menu.backUpNow,
          enabled: view.sets.length > 0,
          click: () => act.backUp(view.sets),
        },
    view.paused
      ? { id: 'go-on', label: menu.goOn, click: () => act.pause('off') }
      : {
          id: 'pause',
          label: menu.pause,
          enabled: view.sets.length > 0,
          submenu: [
            { id: 'pause-hour', label: menu.hour, click: () => act.pause('hour') },
            { id: 'pause-tomorrow', label: menu.tomorrow, click: () => act.pause('tomorrow') },
          ],
        },
    line,
    { id: 'open', label: menu.open, click: () => act.open() },
    { id: 'restore', label: menu.restore, enabled: view.sets.length > 0, click: () => act.restore() },
    ...(update === null
      ? []
      : [{ id: 'update', label: updateWords(update, menu), click: () => act.update() }]),
    line,
    { id: 'quit', label: menu.quit, click: () => act.quit() },
  ];
}

const updateWords = (
  { version, isDownloaded }: NonNullable<TrayView['update']>,
  menu: Texts['menu'],
): string => (isDownloaded ? menu.restart(version) : menu.update(version));
