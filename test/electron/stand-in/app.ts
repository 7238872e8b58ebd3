import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { App, Settings } from 'electron';
import type { ReadyOrder } from './ready-order.ts';

export type AppOptions = {
  readonly top: string;
  readonly locale: string;
  readonly switches: Readonly<Record<string, string>>;
};

/** Starts that would share a lock, by the folder it lies in. */
const running = new Map<string, StandInApp>();

export class StandInApp
  extends EventEmitter
  implements
    Pick<
      App,
      | 'whenReady'
      | 'isReady'
      | 'quit'
      | 'exit'
      | 'getAppPath'
      | 'getVersion'
      | 'getLocale'
      | 'setPath'
      | 'getPath'
      | 'requestSingleInstanceLock'
      | 'setLoginItemSettings'
      | 'setAppUserModelId'
      | 'setDesktopName'
      | 'isPackaged'
    >
{
  readonly isPackaged = false;
  readonly paths = new Map<string, string>();
  readonly ids: string[] = [];
  readonly loginItems: Settings[] = [];
  readonly exited: Promise<void>;
  readonly #exit = Promise.withResolvers<void>();
  readonly #order: ReadyOrder;
  readonly #options: AppOptions;
  readonly #closeWindows: () => void;
  #isGone = false;

  constructor(order: ReadyOrder, options: AppOptions, closeWindows: () => void) {
    super();
    this.#order = order;
    this.#options = options;
    this.#closeWindows = closeWindows;
    this.exited = this.#exit.promise;
  }

  readonly commandLine = {
    hasSwitch: (name: string): boolean => Object.hasOwn(this.#options.switches, name),
    getSwitchValue: (name: string): string => this.#options.switches[name] ?? '',
  };

  whenReady(): Promise<void> {
    return this.#order.whenReady();
  }
  isReady(): boolean {
    return this.#order.isReady();
  }
  getAppPath(): string {
    return this.#options.top;
  }
  getVersion(): string {
    return '0.0.0-stand-in';
  }
  getLocale(): string {
    this.#order.needsReady('app.getLocale');
    return this.#options.locale;
  }
  setPath(name: string, path: string): void {
    this.#order.needsBefore('app.setPath');
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    this.paths.set(name, path);
  }
  getPath(name: string): string {
    const path = this.paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  requestSingleInstanceLock(given: Record<string, unknown> = {}): boolean {
    const folder = this.getPath('userData');
    const first = running.get(folder);
    if (!first) {
      running.set(folder, this);
      return true;
    }
    const copy: unknown = structuredClone(given);
    void first.whenReady().then(() => first.emit('second-instance', {}, ['holdfast'], '/', copy));
    return false;
  }
  setAppUserModelId(id: string): void {
    this.ids.push(id);
  }
  setDesktopName(name: string): void {
    this.ids.push(name);
  }
  setLoginItemSettings(settings: Settings): void {
    this.loginItems.push(settings);
  }
  getLoginItemSettings(): { readonly wasOpenedAtLogin: boolean } {
    return { wasOpenedAtLogin: false };
  }

  quit(): void {
    if (this.#isGone) return;
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    this.#closeWindows();
    this.emit('will-quit', { preventDefault: () => undefined });
    this.exit();
  }
  exit(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const [folder, app] of running) if (app === this) running.delete(folder);
    this.emit('quit', {}, 0);
    this.#exit.resolve();
  }
}
