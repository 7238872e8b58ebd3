import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runBackup } from '../../core/backup/run-backup.ts';
import { openCatalog, type Catalog } from '../../core/catalog/catalog.ts';
import { syncCatalog } from '../../core/catalog/sync-catalog.ts';
import type { LockPolicy } from '../../core/locks/lock-policy.ts';
import { ProviderTime } from '../../core/locks/provider-time.ts';
import type { Decision } from '../../core/model/snapshot.ts';
import type { Repository } from '../../core/repository/repository.ts';
import { noExclusions } from '../../core/source/exclusion.ts';
import { withRetry } from '../../core/storage/decorators/retry.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import type { World } from '../../core/system/world.ts';
import { audit } from '../../core/upkeep/audit.ts';
import { isWhole, renewLocks, workOf, type RenewalReport } from '../../core/upkeep/renew-locks.ts';
import { retire } from '../../core/upkeep/retire.ts';
import { survey, type Survey } from '../../core/upkeep/survey.ts';
import type { Upkeep } from '../../core/upkeep/upkeep-context.ts';
import type { FaultScript } from './fault-script.ts';
import { withRememberedRows, withSteps } from './simulated-catalog.ts';
import type { ModelledFiles } from './modelled-files.ts';
import { walked } from './modelled-pass.ts';
import type { Watch, WatchedMachine } from './watch.ts';

export type MachineOptions = {
  readonly name: string;
  readonly folder: string;
  readonly repository: Repository;
  readonly store: ObjectStore;
  readonly faults: FaultScript;
  readonly world: World;
  readonly clock: { wrong: number };
  readonly policy: LockPolicy;
  readonly files: ModelledFiles;
  readonly watch: Watch;
  readonly space: 'automatic' | 'by-hand';
};

const dayMs = 86_400_000;

/** What an audit says of versions; bucket and key are not the simulation's subject. */
const versionAlarms: readonly string[] = [
  'missing',
  'changed',
  'lock-broken',
  'shortened',
  'hidden',
  'overwritten',
  'list-unreadable',
];

/** A computer of the owner: what the commands `backup`, `locks renew` and `locks retire` do there, with the real engine. */
export class Machine implements WatchedMachine {
  readonly name: string;
  policy: LockPolicy;
  decisions: readonly Decision[] = [];
  readonly files: ModelledFiles;
  readonly faults: FaultScript;
  readonly clock: { wrong: number };
  readonly counts = {
    backups: 0,
    renewals: 0,
    renewed: 0,
    failed: 0,
    notWhole: 0,
    stopped: 0,
    hidden: 0,
    deleted: 0,
  };
  readonly #options: MachineOptions;
  readonly #repository: Repository;
  #catalog: Catalog | undefined;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.name = options.name;
    this.policy = options.policy;
    this.files = options.files;
    this.faults = options.faults;
    this.clock = options.clock;
    this.#repository = { ...options.repository, store: withRetry(options.store, options.world) };
  }

  get catalogFile(): string {
    return join(this.#options.folder, `${this.name}.sqlite`);
  }

  get catalog(): Catalog {
    this.#catalog ??= withSteps(
      withRememberedRows(openCatalog(this.catalogFile, this.#repository.repositoryId)),
      () => this.faults.step(),
    );
    return this.#catalog;
  }

  /** What is not committed is lost, as where a process dies. */
  closeCatalog(): void {
    const catalog = this.#catalog;
    this.#catalog = undefined;
    try {
      catalog?.close();
    } catch {
      // In the middle of a query; the process that dies so cannot close it either.
    }
  }

  loseCatalog(): void {
    this.closeCatalog();
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.catalogFile + suffix, { force: true });
  }

  copyCatalogTo(file: string): void {
    this.closeCatalog();
    if (existsSync(this.catalogFile)) copyFileSync(this.catalogFile, file);
  }

  restoreCatalogFrom(file: string): void {
    if (!existsSync(file)) return;
    this.loseCatalog();
    copyFileSync(file, this.catalogFile);
  }

  async backUp(): Promise<void> {
    const { watch, world } = this.#options;
    walked.files = this.files;
    const chunks = this.files.chunks;
    watch.expectedChunks = () => chunks;
    watch.lookAtRetention(this);
    try {
      const report = await runBackup({
        repository: this.#repository,
        catalog: this.catalog,
        request: {
          // Any folder that is everywhere: its name is in the snapshots, and so in their names.
          paths: ['/'],
          rules: noExclusions,
          never: [],
          policy: this.policy,
          decisions: this.decisions,
          host: this.name,
          user: 'owner',
          platform: 'linux',
          program: 'simulation',
        },
        world,
        workers: 1,
        // They look at the real clock whether one is due.
        checkpointMs: { index: Number.POSITIVE_INFINITY, partial: Number.POSITIVE_INFINITY },
      });
      this.counts.backups++;
      watch.promised([report.snapshot], report.protectedUntil);
      this.#renewed(report.renewal);
    } finally {
      watch.expectedChunks = undefined;
    }
  }

  /** `locks renew`. */
  async renew(): Promise<void> {
    const { seen, upkeep } = await this.#survey();
    const report = await renewLocks(upkeep, workOf(seen, upkeep.catalog));
    this.#renewed(report, seen);
  }

  /** `locks retire`, which renews first. */
  async retire(maintenance: ObjectStore | undefined): Promise<void> {
    const { seen, upkeep } = await this.#survey();
    const how = this.#options.space === 'automatic' ? 'hide' : 'delete';
    const report = await retire(upkeep.repository, upkeep.catalog, seen, { upkeep, how, maintenance });
    const { done, stopped, renewal } = report;
    if (how === 'hide') this.counts.hidden += done.names;
    else this.counts.deleted += done.names;
    if (stopped) this.counts.stopped++;
    if (renewal) this.#renewed(renewal, seen);
  }

  /**
   * `locks audit`; and the same questions asked with a catalog that begins with nothing.
   * @param undisturbed nobody but the owner was ever here, so there is nothing to be alarmed about
   */
  async inspect(undisturbed: boolean): Promise<void> {
    const { watch, space } = this.#options;
    const { seen, upkeep } = await this.#survey();
    const report = await audit(upkeep, { survey: seen, expected: { space, strict: false }, all: false });
    for (const { id, reasons, protectedUntil } of report.snapshots)
      if (reasons.length > 0) watch.promised([id], protectedUntil);
    const alarms = report.findings.filter(
      ({ code, objects }) =>
        versionAlarms.includes(code) &&
        !(code === 'hidden' && objects.every((name) => watch.wasGivenBack(name))),
    );
    if (undisturbed && alarms.length > 0)
      watch.note('audit: no alarm without a cause', JSON.stringify(alarms).slice(0, 300));
    const empty = openCatalog(join(this.#options.folder, 'empty.sqlite'), this.#repository.repositoryId);
    try {
      await syncCatalog(this.#repository, empty, upkeep.time.now());
      const again = await survey(
        this.#repository,
        empty,
        this.decisions,
        upkeep.time.now(),
        this.policy.dayMs,
      );
      watch.compareAnswers(seen, again, (version) => empty.confirmedLease(version));
    } finally {
      empty.close();
      for (const suffix of ['', '-wal', '-shm'])
        rmSync(join(this.#options.folder, `empty.sqlite${suffix}`), { force: true });
    }
  }

  async #survey(): Promise<{ readonly seen: Survey; readonly upkeep: Upkeep }> {
    const { watch, world } = this.#options;
    const repository = this.#repository;
    const { catalog, policy } = this;
    const time = await ProviderTime.ask(repository.store, world);
    await syncCatalog(repository, catalog, time.now());
    watch.lookAtRetention(this);
    const seen = await survey(repository, catalog, this.decisions, time.now(), policy.dayMs);
    // With a provider's clock that is years off anything may look old; nothing is locked or given back then.
    if (Math.abs(time.skewMs) <= dayMs) watch.surveyed(new Set(seen.reasons.keys()));
    return { seen, upkeep: { repository, catalog, policy, time, world } };
  }

  #renewed(report: RenewalReport, seen?: Survey): void {
    const { watch } = this.#options;
    this.counts.renewals++;
    this.counts.renewed += report.renewed;
    // What is missing was lost while the computer was off for longer than its locks last, or `watch` knows better.
    if (report.refused.length === 0 && report.left === 0) watch.renewed(report, this);
    if (!isWhole(report)) this.counts.notWhole++;
    if (seen && Number.isFinite(report.least)) watch.promised(seen.reasons.keys(), report.least);
  }
}
