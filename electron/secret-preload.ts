import { contextBridge, ipcRenderer } from 'electron';
import type { SecretBridge } from '../core/contract/bridge.ts';
import { channels } from './ipc/channels.ts';
import { isSecretCall } from './ipc/call-names.ts';

/** All that a secret window can do; the main process takes calls about its own request only. */
const bridge: SecretBridge = {
  call: (call, input) =>
    isSecretCall(call)
      ? ipcRenderer.invoke(channels.secretCall, call, input)
      : Promise.reject(new Error('No such call.')),
};
contextBridge.exposeInMainWorld('holdfastSecret', bridge);
