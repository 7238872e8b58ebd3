/** The states that the tray has a picture of; a test compares them with the tray's own. */
export const trayStates = [
  'suspected',
  'lapsed',
  'at-risk',
  'thinning',
  'paused',
  'working',
  'protected',
  'empty',
] as const;

/** Ends of a picture's name: coloured, for macOS to tint, and each for screens of double density. */
export const trayLooks = ['', '@2x', 'Template', 'Template@2x'] as const;
