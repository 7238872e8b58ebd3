/**
 * Chromium asks nobody for a scheme it does not know, so a page of app://holdfast stands at https://holdfast.app.invalid
 * there. Nobody else can ever have such a name.
 */
export const toChromium = (url: string): string =>
  url.replace(/^([a-z][a-z+.-]*):\/\/([^/?#]*)/, (whole, scheme: string, host: string) =>
    scheme === 'http' || scheme === 'https' ? whole : `https://${host}.${scheme}.invalid`,
  );

export const toElectron = (url: string): string =>
  url.replace(
    /^https:\/\/([^/?#]*)\.([a-z]+)\.invalid(?=[/?#]|$)/,
    (_, host: string, scheme: string) => `${scheme}://${host}`,
  );
