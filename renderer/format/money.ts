/** Less than a cent is not nothing: a little storage for a month costs so much. */
export function money(amount: number, currency: string, language: string): string {
  const isTiny = amount > 0 && amount < 0.01;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    ...(isTiny && { maximumSignificantDigits: 1 }),
  }).format(amount);
}
