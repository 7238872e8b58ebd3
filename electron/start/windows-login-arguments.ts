/** Of what Windows starts at login, as it stands in the registry: from source, Electron wants the folder, and a path its quotes. */
export const windowsLoginArguments = (app: {
  readonly isPackaged: boolean;
  readonly folder: string;
}): string[] => [...(app.isPackaged ? [] : [`"${app.folder}"`]), '--hidden'];
