import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { ReadyOrder } from './ready-order.ts';

export type StandInMenuItem = {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly enabled: boolean;
  readonly submenu: StandInMenu | null;
  readonly click: () => void;
};

/** A menu that can be read and clicked. */
export class StandInMenu {
  static application: StandInMenu | null = null;
  readonly items: readonly StandInMenuItem[];

  constructor(template: readonly MenuItemConstructorOptions[]) {
    this.items = template.map((item) => ({
      id: item.id,
      label: item.label ?? '',
      role: item.role,
      type: item.type ?? (item.submenu ? 'submenu' : 'normal'),
      enabled: item.enabled ?? true,
      submenu: Array.isArray(item.submenu) ? new StandInMenu(item.submenu) : null,
      click: () => (item.click as (() => void) | undefined)?.(),
    }));
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): StandInMenu {
    return new StandInMenu(template);
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    StandInMenu.application = menu;
  }

  /** By id or label, at any depth. */
  find(name: string): StandInMenuItem | undefined {
    for (const item of this.items) {
      if (item.id === name || item.label === name) return item;
      const inside = item.submenu?.find(name);
      if (inside) return inside;
    }
    return undefined;
  }

  click(name: string): void {
    const item = this.find(name);
    if (!item) throw new Error(`The menu has no ${name}`);
    if (!item.enabled) throw new Error(`${name} is disabled`);
    item.click();
  }
}

/** A picture, known by its file; an empty one where that is missing, as in Electron. */
export class StandInImage {
  readonly path: string;
  template = false;
  constructor(path: string) {
    this.path = path;
  }
  isEmpty(): boolean {
    return !existsSync(this.path);
  }
  setTemplateImage(template: boolean): void {
    this.template = template;
  }
}

export const nativeImage = {
  createFromPath: (path: string) => new StandInImage(path) as unknown as NativeImage,
};

export class StandInTray extends EventEmitter {
  picture: StandInImage;
  tooltip = '';
  menu: StandInMenu | null = null;
  destroyed = false;

  constructor(image: StandInImage) {
    super();
    this.picture = image;
  }
  setImage(image: StandInImage): void {
    this.picture = image;
  }
  setToolTip(tooltip: string): void {
    this.tooltip = tooltip;
  }
  setContextMenu(menu: StandInMenu | null): void {
    this.menu = menu;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

/** The module's `Tray`. */
export function trayClass(
  order: ReadyOrder,
  made: (tray: StandInTray) => void,
): new (image: StandInImage) => StandInTray {
  return class extends StandInTray {
    constructor(image: StandInImage) {
      order.needsReady('Tray');
      super(image);
      made(this);
    }
  };
}
