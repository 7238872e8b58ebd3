import type { WebPreferences } from 'electron';

/** All of them Electron's defaults today; said, so that they stay. */
export function webPreferences(options: {
  readonly preload: string;
  readonly developerTools: boolean;
  readonly partition?: string;
}): WebPreferences {
  return {
    preload: options.preload,
    ...(options.partition === undefined ? {} : { partition: options.partition }),
    devTools: options.developerTools,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableDialogs: true,
  };
}
