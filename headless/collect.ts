/** One value for each time an option is given, so that it never swallows the path behind it. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];
