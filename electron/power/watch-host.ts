import { net, powerMonitor } from 'electron';
import type { HostFact } from '../../core/app/service/engine.ts';
import { linuxOnBattery } from './linux-battery.ts';

const everyMs = 60_000;

/**
 * Tells the engine about power and network: by events where the platform has them, and by asking once a minute, since
 * none of them tells all (on-battery is macOS only, online has no event here).
 * @returns ends it
 */
export function watchHost(tell: (fact: HostFact) => void): () => void {
  let told = '';
  const look = async (): Promise<void> => {
    const onBattery = process.platform === 'linux' ? await linuxOnBattery() : powerMonitor.isOnBatteryPower();
    const online = net.isOnline();
    const now = JSON.stringify([onBattery, online]);
    if (now === told) return;
    told = now;
    tell({ kind: 'power', onBattery });
    // No platform tells Electron whether a network is metered.
    tell({ kind: 'network', metered: null, online });
  };
  const lookNow = (): void => void look();
  const resumed = (): void => {
    lookNow();
    tell({ kind: 'resumed' });
  };
  powerMonitor.on('on-ac', lookNow);
  powerMonitor.on('on-battery', lookNow);
  powerMonitor.on('resume', resumed);
  const timer = setInterval(lookNow, everyMs).unref();
  lookNow();
  return () => {
    clearInterval(timer);
    powerMonitor.off('on-ac', lookNow);
    powerMonitor.off('on-battery', lookNow);
    powerMonitor.off('resume', resumed);
  };
}
