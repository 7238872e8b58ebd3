/** The private scheme of our own pages. Nothing else is ever loaded into a window. */
export const scheme = 'app';
export const pageHost = 'holdfast';
export const pageUrls = {
  main: `${scheme}://${pageHost}/index.html`,
  secret: `${scheme}://${pageHost}/secret.html`,
} as const;
export type WindowKind = keyof typeof pageUrls;
