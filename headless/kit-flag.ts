/** ` --kit FILE` as a person may type it again; nothing where the kit was typed. */
export function kitFlag(kit: string | undefined): string {
  if (kit === undefined) return '';
  return ` --kit ${/^[\w./~-]+$/.test(kit) ? kit : `'${kit.replaceAll("'", `'\\''`)}'`}`;
}
