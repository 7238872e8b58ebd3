import { EventEmitter } from 'node:events';
import type { Display, NativeTheme, Net, PowerSaveBlocker, Protocol, Screen, Shell } from 'electron';
import type { ReadyOrder } from './ready-order.ts';

/** The parts that only tell, or only take note. What they were told is kept for tests to read. */
export function smallParts(order: ReadyOrder) {
  const blockers = new Set<number>();
  const openedOutside: string[] = [];
  const schemes: string[] = [];
  const host = { onBattery: false, online: true };
  const workArea = { x: 0, y: 0, width: 1920, height: 1080 };
  const display = { id: 1, workArea, bounds: workArea } as Display;
  let blocker = 0;

  const powerMonitor = Object.assign(new EventEmitter(), {
    isOnBatteryPower: (): boolean => {
      order.needsReady('powerMonitor');
      return host.onBattery;
    },
  });
  const powerSaveBlocker = {
    start: () => {
      blocker += 1;
      blockers.add(blocker);
      return blocker;
    },
    stop: (id: number) => blockers.delete(id),
  } satisfies Pick<PowerSaveBlocker, 'start' | 'stop'>;
  const screen = {
    getPrimaryDisplay: () => {
      order.needsReady('screen');
      return display;
    },
    getAllDisplays: () => {
      order.needsReady('screen');
      return [display];
    },
  } satisfies Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays'>;
  const net = { isOnline: () => host.online } satisfies Pick<Net, 'isOnline'>;
  const shell = {
    openExternal: async (url: string) => {
      openedOutside.push(url);
    },
  } satisfies Pick<Shell, 'openExternal'>;
  const nativeTheme = {
    themeSource: 'system' as NativeTheme['themeSource'],
    get shouldUseDarkColors() {
      return this.themeSource === 'dark';
    },
  } satisfies Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>;
  const protocol = {
    registerSchemesAsPrivileged: (custom) => {
      order.needsBefore('protocol.registerSchemesAsPrivileged');
      schemes.push(...custom.map(({ scheme }) => scheme));
    },
  } satisfies Pick<Protocol, 'registerSchemesAsPrivileged'>;

  return {
    parts: { powerMonitor, powerSaveBlocker, screen, net, shell, nativeTheme, protocol },
    seen: { nativeTheme, blockers, openedOutside, schemes, host, powerMonitor },
  };
}
