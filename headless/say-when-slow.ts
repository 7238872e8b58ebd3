/** Nobody wonders sooner. */
const silenceMs = 2_000;

/** Says a line where work has not ended after a moment. The timer keeps no process alive. */
export async function sayWhenSlow<T>(
  say: (line: string) => void,
  line: string,
  work: Promise<T>,
  after = silenceMs,
): Promise<T> {
  const timer = setTimeout(() => say(line), after).unref();
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
