/** What a provider takes, in US dollars. Prices change: each row says when it was read. */
export type Prices = {
  readonly provider: string;
  /** When these prices were valid, YYYY-MM-DD. */
  readonly asOf: string;
  /** `dollars` for `bytes` kept for `days`. */
  readonly storage: { readonly dollars: number; readonly bytes: number; readonly days: number };
  /** Dollars for 1,000 calls. A renewal sets the lock date of one version. */
  readonly perThousand: {
    readonly upload: number;
    readonly renewal: number;
    readonly listing: number;
    /** Asking for the date of one version. */
    readonly question: number;
  };
  /** Whether a listing tells the lock dates, so that a renewal need not be followed by a question. */
  readonly listsLocks: boolean;
  /** Billed even where less is stored, or for a shorter time. */
  readonly least: { readonly bytes: number; readonly days: number };
};

const monthDays = 365 / 12;
const nothing = { bytes: 0, days: 0 };

export const priceTable: readonly Prices[] = [
  {
    provider: 'Backblaze B2',
    asOf: '2026-05-01',
    storage: { dollars: 6.95, bytes: 1e12, days: 30 },
    perThousand: { upload: 0, renewal: 0, listing: 0, question: 0 },
    listsLocks: true,
    least: nothing,
  },
  {
    provider: 'AWS S3 Standard (us-east-1)',
    asOf: '2026-08-01',
    storage: { dollars: 0.023, bytes: 2 ** 30, days: monthDays },
    // PutObjectRetention is taken to be of the class of a PUT: AWS does not list it.
    perThousand: { upload: 0.005, renewal: 0.005, listing: 0.005, question: 0.0004 },
    listsLocks: false,
    least: nothing,
  },
  {
    provider: 'Wasabi',
    asOf: '2026-07-01',
    storage: { dollars: 7.99, bytes: 2 ** 40, days: monthDays },
    perThousand: { upload: 0, renewal: 0, listing: 0, question: 0 },
    listsLocks: false,
    least: { bytes: 2 ** 40, days: 90 },
  },
];
