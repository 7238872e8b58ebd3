/** All there is between a window and the main process. Preloads and main must agree, so both take them from here. */
export const channels = {
  call: 'holdfast:call',
  openSecret: 'holdfast:open-secret',
  secretCall: 'holdfast:secret-call',
  event: 'holdfast:event',
} as const;
