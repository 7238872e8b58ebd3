/** One question a page, in this order. The last three come after the commit and never lead back before it. */
export const wizardPages = [
  'storage',
  'folders',
  'period',
  'kit',
  'space',
  'commit',
  'progress',
  'after',
] as const;
export type WizardPage = (typeof wizardPages)[number];

export const committedFrom = wizardPages.indexOf('progress');

export const isWizardPage = (page: string | undefined): page is WizardPage =>
  wizardPages.some((one) => one === page);
