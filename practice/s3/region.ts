/** The region this server says it is in. Signatures may name any: clients guess before they know. */
export const region = 'practice';
