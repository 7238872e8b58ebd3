import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../core/contract/bridge.ts';
import { channels } from './ipc/channels.ts';
import { isCall } from './ipc/call-names.ts';
import { eventRelay } from './ipc/event-relay.ts';

const events = eventRelay();
ipcRenderer.on(channels.event, (_, name: unknown, payload: unknown) => events.deliver(name, payload));

/** All that the ordinary window can do. */
const bridge: Bridge = {
  call: (call, input) =>
    isCall(call)
      ? ipcRenderer.invoke(channels.call, call, input)
      : Promise.reject(new Error('No such call.')),
  on: events.on,
  openSecretWindow: (request) => {
    ipcRenderer.invoke(channels.openSecret, request).catch(() => undefined);
  },
};
contextBridge.exposeInMainWorld('holdfast', bridge);
