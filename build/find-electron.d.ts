/** Electron's program, fetched once by its own installer where it is not there yet. @returns undefined where it cannot be had */
export declare function findElectron(
  top: string,
  environment: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<string | undefined>;
/** @returns Electron's program, if it is there whole */
export declare function electronIn(top: string): string | undefined;
