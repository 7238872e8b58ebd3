const patienceMs = 10_000;

/**
 * POSTs JSON. Never throws.
 * @returns undefined where the other side took it, else why not; without the address, which may hold a token
 */
export async function sendWebhook(
  url: string,
  body: Readonly<Record<string, unknown>>,
  patience = patienceMs,
): Promise<string | undefined> {
  const signal = AbortSignal.timeout(patience);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
      // A redirect would be followed without the alarm, and look as if it had been taken.
      redirect: 'manual',
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `the webhook answered ${answer.status}`;
  } catch {
    return signal.aborted ? 'the webhook did not answer in time' : 'the webhook cannot be reached';
  }
}
