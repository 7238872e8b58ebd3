/** Key → call → outcome, as a table of Markdown: a row for each call, a column for each key. */
export function outcomeTable(outcomes: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const keys = [...outcomes.keys()];
  const calls = [...(outcomes.get(keys[0] ?? '')?.keys() ?? [])];
  const rows = [
    ['call', ...keys],
    ['---', ...keys.map(() => '---')],
    ...calls.map((call) => [call, ...keys.map((key) => cell(outcomes.get(key)?.get(call)))]),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const cell = (outcome = 'not tried'): string => (outcome === 'done' ? '**done**' : outcome);
