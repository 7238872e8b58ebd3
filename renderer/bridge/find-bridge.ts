import type { Bridge, SecretBridge } from '../../core/contract/bridge.ts';
import { openLoopback, openSecretLoopback } from './loopback-bridge.ts';

declare global {
  interface Window {
    /** Electron's preload puts it there. */
    readonly holdfast?: Bridge;
    /** Only in a window opened for one secret request. */
    readonly holdfastSecret?: SecretBridge;
  }
}

/** Whatever carries the contract here: Electron's own channel, else HTTP to this computer. */
export async function findBridge(): Promise<Bridge> {
  return window.holdfast ?? (await openLoopback());
}

/** @returns the bridge, and the request this window was opened for */
export function findSecretBridge(): { readonly bridge: SecretBridge; readonly request: string } {
  const request = location.hash.replace(/^#(?:r=)?/, '');
  history.replaceState(null, '', location.pathname);
  return { bridge: window.holdfastSecret ?? openSecretLoopback(), request };
}
