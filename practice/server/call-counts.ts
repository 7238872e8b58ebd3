/** How often each operation was called since the start or the last reset. */
export class CallCounts {
  readonly #counts = new Map<string, Map<string, number>>();

  add(api: 'b2' | 's3', operation: string): void {
    const ofApi = this.#counts.get(api) ?? new Map<string, number>();
    ofApi.set(operation, (ofApi.get(operation) ?? 0) + 1);
    this.#counts.set(api, ofApi);
  }

  /** `{"b2": {"b2_list_file_versions": 3}, "s3": {"PutObject": 2}}` */
  all(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return Object.fromEntries([...this.#counts].map(([api, ofApi]) => [api, Object.fromEntries(ofApi)]));
  }

  reset(): void {
    this.#counts.clear();
  }
}
