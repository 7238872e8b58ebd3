/** Figures and names for the words of an error. Never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;
