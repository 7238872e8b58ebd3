/** A locked version, as an attacker sees it. */
export type Target = {
  readonly name: string;
  readonly versionId: string;
  /** End of its lock, ms. */
  readonly until: number;
};

/** One call that could delete, shorten, bypass or prepare it. Resolves where the provider did it. */
export type Attempt = {
  readonly call: string;
  readonly run: (target: Target) => Promise<unknown>;
};

/** What a provider said no with. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

/** Runs all, one after the other. Anything but a refusal is a fault of the test. */
export async function outcomesOf(
  attempts: readonly Attempt[],
  target: Target,
): Promise<ReadonlyMap<string, string>> {
  const outcomes = new Map<string, string>();
  for (const { call, run } of attempts) {
    try {
      await run(target);
      outcomes.set(call, 'done');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      outcomes.set(call, error.message);
    }
  }
  return outcomes;
}
