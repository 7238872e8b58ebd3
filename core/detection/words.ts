/** '1 file', '2,000 files'. */
export function files(count: number): string {
  return count === 1 ? '1 file' : `${count.toLocaleString('en-US')} files`;
}

/** A list that ends with how many more there are. */
export function someOf(items: readonly string[], most = 3): string {
  const rest = items.length - most;
  return rest <= 0 ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${rest} more`;
}
