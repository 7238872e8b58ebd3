/** What to do with kits that were just written. */
export function kitWritten(files: readonly string[]): string {
  const where = files.join(' and ');
  const them = files.length > 1 ? 'the files' : 'the file';
  return `The recovery kit is in ${where}. Print it, keep it away from this computer, then delete ${them}.`;
}
