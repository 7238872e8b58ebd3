/** Bundles what exists of the desktop shell. @returns the files written */
export declare function bundleNode(top: string, out: string): Promise<readonly string[]>;
