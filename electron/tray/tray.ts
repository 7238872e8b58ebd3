import { join } from 'node:path';
import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import type { Texts } from '../words/texts.ts';
import { trayMenu, type TrayActions } from './tray-menu.ts';
import type { TrayShape, TrayView } from './tray-view.ts';

/** The picture beside the clock. Where the desktop shows none, all of it is in the window too. */
export function showTray(options: {
  readonly pictureFolder: string;
  readonly platform: NodeJS.Platform;
  readonly actions: TrayActions;
}): { readonly show: (view: TrayView, texts: Texts) => void; readonly remove: () => void } {
  const { actions, platform } = options;
  const picture = (shape: TrayShape): NativeImage => trayPicture(options.pictureFolder, platform, shape);
  const tray = new Tray(picture('empty'));
  let shown = '';
  // macOS opens the menu by itself; elsewhere a click means "show me".
  if (platform !== 'darwin') tray.on('click', () => actions.open());
  return {
    show: (view, texts) => {
      const next = JSON.stringify([view, texts.locale]);
      // An unchanged menu is left alone: replacing it closes it under the pointer on Linux.
      if (next === shown) return;
      shown = next;
      tray.setImage(picture(view.shape));
      tray.setToolTip(view.tooltip);
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(view, texts, actions)));
    },
    remove: () => tray.destroy(),
  };
}

/** macOS colours a template by itself. */
function trayPicture(folder: string, platform: NodeJS.Platform, shape: TrayShape): NativeImage {
  if (platform !== 'darwin') return nativeImage.createFromPath(join(folder, `${shape}.png`));
  const image = nativeImage.createFromPath(join(folder, `${shape}Template.png`));
  image.setTemplateImage(true);
  return image;
}
