import { userInfo } from 'node:os';

/** Who runs this, as snapshots record it; containers may have a number without a name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
