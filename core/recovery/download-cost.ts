/** What a provider takes for downloads, in US dollars. Prices change: each row says when it was read. */
type DownloadPrice = {
  readonly host: RegExp;
  readonly provider: string;
  /** YYYY-MM-DD */
  readonly asOf: string;
  /** For 1,000,000,000 bytes, beyond what is free. */
  readonly dollars: number;
  readonly free: string;
};

const table: readonly DownloadPrice[] = [
  {
    host: /(?:^|\.)backblazeb2\.com$|(?:^|\.)backblaze\.com$/,
    provider: 'Backblaze B2',
    asOf: '2026-05-01',
    dollars: 0.01,
    free: 'free up to three times what is stored, in a month',
  },
  {
    host: /(?:^|\.)amazonaws\.com$/,
    provider: 'AWS S3 (us-east-1)',
    asOf: '2026-08-01',
    dollars: 0.09,
    free: 'the first 100 GB of a month are free',
  },
  {
    host: /(?:^|\.)wasabisys\.com$/,
    provider: 'Wasabi',
    asOf: '2026-07-01',
    dollars: 0,
    free: 'no charge up to what is stored, in a month',
  },
];

export type DownloadCost = {
  readonly provider: string;
  readonly asOf: string;
  /** At most, where nothing is free. */
  readonly dollars: number;
  readonly free: string;
};

/** undefined: a provider whose prices are not known. */
export function downloadCost(endpoint: string, bytes: number): DownloadCost | undefined {
  const { hostname } = new URL(endpoint);
  const price = table.find(({ host }) => host.test(hostname));
  if (!price) return undefined;
  const { provider, asOf, free } = price;
  return { provider, asOf, dollars: (bytes / 1e9) * price.dollars, free };
}
