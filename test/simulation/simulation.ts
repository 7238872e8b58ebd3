import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HoldfastError, isHoldfastError } from '../../core/errors/holdfast-error.ts';
import { lockPolicy } from '../../core/locks/lock-policy.ts';
import { createRepository } from '../../core/repository/create-repository.ts';
import type { Repository } from '../../core/repository/repository.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import type { StoreOperation } from '../../core/storage/operation.ts';
import { backupCapabilities } from '../../core/storage/roles.ts';
import { FaultScript, Killed } from './fault-script.ts';
import { Intruder } from './intruder.ts';
import { Ledger } from './ledger.ts';
import { Machine } from './machine.ts';
import { ModelledFiles } from './modelled-files.ts';
import { walked } from './modelled-pass.ts';
import { decisionOf, scenarioOf, type Day, type Scenario } from './scenario.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedBucket } from './simulated-bucket.ts';
import { SimulatedStore } from './simulated-store.ts';
import { SimulatedTime } from './simulated-time.ts';
import { Watch } from './watch.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const start = Date.UTC(2026, 0, 1);
/** What a call takes, ms. */
const callTakes = 40;
const prefix = 'home/';
/** Days from one audit to the next. */
const inspectEvery = 60;

export type SimulationResult = {
  readonly seed: number;
  readonly days: number;
  readonly protectDays: number;
  readonly space: string;
  readonly listsLocks: boolean;
  readonly backups: number;
  readonly killed: number;
  readonly failed: number;
  readonly snapshots: number;
  readonly fakes: number;
  readonly kept: number;
  readonly renewals: number;
  /** Of those: something was missing, refused or left. */
  readonly notWhole: number;
  /** Retirements that touched nothing. */
  readonly stopped: number;
  readonly renewed: number;
  readonly hidden: number;
  readonly deleted: number;
  readonly calls: Readonly<Partial<Record<StoreOperation, number>>>;
  /** Packs under a lock of ours, a day's average: needed, and needed no more. */
  readonly livePacks: number;
  readonly deadPacks: number;
  /** The smallest at the end of any day on which the machine was on, in P. */
  readonly leastMargin: number;
  readonly lostAfterLapse: number;
};

export type WrapStore = (store: ObjectStore, tools: { readonly bucket: SimulatedBucket }) => ObjectStore;

export type SimulationOptions = {
  readonly seed: number;
  readonly days: number;
  /** Between the program and the provider: a planted fault. */
  readonly wrap?: WrapStore | undefined;
  readonly change?: ((scenario: Scenario) => Scenario) | undefined;
};

/** @throws Violation at the first thing that must hold and does not */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'holdfast-simulation-'));
  try {
    const scenario = scenarioOf(options.seed, options.days);
    const simulation = await Simulation.begin(options.change?.(scenario) ?? scenario, folder, options.wrap);
    return await simulation.run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Setting = {
  readonly scenario: Scenario;
  readonly folder: string;
  readonly time: SimulatedTime;
  readonly bucket: SimulatedBucket;
  readonly repository: Repository;
  readonly watch: Watch;
  readonly ledger: Ledger;
  readonly machines: Map<string, Machine>;
  readonly open: (by: string, capabilities: readonly string[], faults?: FaultScript) => ObjectStore;
  readonly answers: { wrong: number };
  readonly calls: Map<StoreOperation, number>;
};

class Simulation {
  readonly #setting: Setting;
  readonly #random: SeededRandom;
  readonly #main: Machine;
  readonly #intruder: Intruder;
  readonly #sums = { live: 0, dead: 0, days: 0, killed: 0, failed: 0 };
  #clone: Machine | undefined;
  #isDisturbed = false;

  private constructor(setting: Setting) {
    this.#setting = setting;
    this.#random = new SeededRandom(setting.scenario.seed, 'run');
    const { newADay, retention } = setting.scenario;
    const files = new ModelledFiles(new SeededRandom(setting.scenario.seed, 'files'), {
      directories: 20,
      chunksEach: 8,
      newADay,
    });
    this.#main = this.#machine('main', files);
    this.#main.decisions = [decisionOf(retention, start)];
    this.#intruder = new Intruder(
      setting.bucket,
      setting.repository,
      setting.open('intruder', backupCapabilities),
      new SeededRandom(setting.scenario.seed, 'intruder'),
    );
  }

  static async begin(scenario: Scenario, folder: string, wrap: WrapStore | undefined): Promise<Simulation> {
    const time = new SimulatedTime(start);
    const bucket = new SimulatedBucket(() => time.now);
    const answers = { wrong: 0 };
    const calls = new Map<StoreOperation, number>();
    if (scenario.space === 'automatic')
      bucket.rules = ['packs/', 'lists/', 'index/', 'proof/'].map((name) => ({
        prefix: prefix + name,
        daysFromHidingToDeleting: 7,
      }));
    const open: Setting['open'] = (by, capabilities, faults) => {
      const store = new SimulatedStore({
        bucket,
        capabilities,
        by,
        clock: () => ({ now: time.now + answers.wrong, movedBy: 0 }),
        listsLocks: scenario.listsLocks,
        pageRows: scenario.pageRows,
        onCall: (operation) => {
          time.now += callTakes;
          if (by !== 'intruder') calls.set(operation, (calls.get(operation) ?? 0) + 1);
        },
        ...(faults ? { faults } : {}),
      });
      return by === 'intruder' || !wrap ? store : wrap(store, { bucket });
    };
    const machines = new Map<string, Machine>();
    const random = new SeededRandom(scenario.seed, 'set-up');
    const policy = lockPolicy(scenario.protectDays);
    const world = time.worldOf({ wrong: 0 }, random, () => undefined);
    const { repository } = await createRepository({
      store: open('set-up', backupCapabilities),
      prefix,
      master: random.bytes(32),
      passphrase: 'a passphrase that takes a while',
      slotCost: { memoryKiB: 64 * 1024, iterations: 2 },
      policy,
      world,
    });
    const ledger = new Ledger(bucket, repository);
    const watch = new Watch(bucket, ledger, prefix, machines);
    for (const version of bucket.all()) ledger.placed(version, true);
    bucket.watcher = watch.watcher;
    walked.packed = (pack, chunks) => watch.packed(pack, chunks);
    const setting = {
      scenario,
      folder,
      time,
      bucket,
      repository,
      watch,
      ledger,
      machines,
      open,
      answers,
      calls,
    };
    return new Simulation(setting);
  }

  async run(): Promise<SimulationResult> {
    for (const day of this.#setting.scenario.days) await this.#day(day);
    return this.#result();
  }

  #machine(name: string, files: ModelledFiles): Machine {
    const { scenario, folder, time, repository, open, watch, machines } = this.#setting;
    const random = new SeededRandom(scenario.seed, name);
    const faults: FaultScript = new FaultScript(new SeededRandom(scenario.seed, `faults of ${name}`), () =>
      machines.get(name)?.closeCatalog(),
    );
    const clock = { wrong: 0 };
    const machine = new Machine({
      name,
      folder,
      repository,
      store: open(name, backupCapabilities, faults),
      faults,
      world: time.worldOf(clock, random, (bytes) => watch.drew(bytes)),
      clock,
      policy: lockPolicy(scenario.protectDays),
      files,
      watch,
      space: scenario.space,
    });
    machines.set(name, machine);
    return machine;
  }

  async #day(day: Day): Promise<void> {
    const { time, bucket, watch } = this.#setting;
    const midnight = start + day.number * dayMs;
    time.advanceTo(midnight);
    bucket.runLifecycle();
    this.#decide(day);
    this.#main.files.liveUntil(day.number);
    if (day.bringBack) this.#main.files.bringBack(day.number);
    if (day.clone) this.#cloned().files.liveUntil(day.number);
    const intruderAt = day.intruder ? this.#random.between(1, 23) : 99;
    for (let hour = 1; hour < 24; hour++) {
      const run = day.runs.indexOf(hour);
      const isClone = day.clone && hour === 6 + (day.number % 12);
      if (run < 0 && !isClone && hour !== intruderAt) continue;
      time.advanceTo(midnight + hour * hourMs);
      if (hour === intruderAt) await this.#intruder.act(watch.kept);
      if (isClone) await this.#runClone();
      if (run >= 0) await this.#run(day, run);
      watch.assertClean();
    }
    if (day.intruder) this.#isDisturbed = true;
    if (day.number % inspectEvery === inspectEvery - 1 && day.runs.length > 0)
      await this.#expectWorking('an inspection', () => this.#main.inspect(!this.#isDisturbed));
    time.advanceTo(midnight + dayMs - hourMs / 2);
    watch.lookAtRetention(this.#main);
    watch.endOfDay();
    watch.assertClean();
    const { live, dead } = watch.packCounts();
    this.#sums.live += live;
    this.#sums.dead += dead;
    this.#sums.days++;
  }

  #decide(day: Day): void {
    const { watch, folder } = this.#setting;
    const main = this.#main;
    const copy = join(folder, 'copy.sqlite');
    // A person decides at a computer that is on.
    if (day.runs.length > 0) this.#decideOnRetention(day);
    if (day.protectDays) {
      main.policy = lockPolicy(day.protectDays);
      watch.policyRaised();
    }
    if (day.catalog === 'lost') main.loseCatalog();
    else if (day.catalog === 'copied') main.copyCatalogTo(copy);
    else if (day.catalog === 'restored') main.restoreCatalogFrom(copy);
  }

  #decideOnRetention(day: Day): void {
    const { watch, time } = this.#setting;
    const main = this.#main;
    if (day.retention)
      main.decisions = [
        decisionOf(day.retention, time.now),
        ...main.decisions.filter(({ kind }) => kind !== 'retention'),
      ];
    if (day.pin === 'lift') main.decisions = main.decisions.filter(({ kind }) => kind !== 'pin');
    else if (day.pin && watch.kept.length > 0)
      main.decisions = [
        ...main.decisions,
        { at: time.now, kind: 'pin', value: { snapshot: this.#random.pick(watch.kept).id } },
      ];
  }

  /** The disk of the main computer, copied on the first day on which its copy runs. */
  #cloned(): Machine {
    if (this.#clone) return this.#clone;
    const { seed } = this.#setting.scenario;
    const files = this.#main.files.clone(new SeededRandom(seed, 'files of the clone'), 1_000_000);
    const clone = this.#machine('clone', files);
    this.#main.closeCatalog();
    if (existsSync(this.#main.catalogFile)) copyFileSync(this.#main.catalogFile, clone.catalogFile);
    clone.decisions = this.#main.decisions;
    clone.policy = this.#main.policy;
    this.#clone = clone;
    return clone;
  }

  async #runClone(): Promise<void> {
    const clone = this.#cloned();
    await this.#expectWorking('the clone', () => clone.backUp());
    await this.#expectWorking('the clone', () =>
      this.#random.chance(0.5) ? clone.renew() : clone.retire(undefined),
    );
  }

  async #run(day: Day, run: number): Promise<void> {
    const main = this.#main;
    const { answers, watch, open } = this.#setting;
    const kill = day.kill?.run === run ? day.kill.steps : undefined;
    const isFirst = run === 0;
    main.faults.failing = day.failing;
    main.clock.wrong = day.clockWrong;
    if (isFirst) answers.wrong = day.providerWrong;
    if (kill !== undefined) main.faults.killAfter(kill);
    if (day.keyRevoked !== undefined) main.faults.refuseAfter(day.keyRevoked);
    const isTroubled =
      day.failing > 0 ||
      day.clockWrong !== 0 ||
      (isFirst && day.providerWrong !== 0) ||
      day.keyRevoked !== undefined;
    const maintenance = day.maintenance && isFirst ? open('maintenance', maintenanceCapabilities) : undefined;
    const upkeep =
      day.number % 2 === 0 && !day.maintenance ? () => main.renew() : () => main.retire(maintenance);
    for (const job of isFirst ? [() => main.backUp(), upkeep] : [() => main.backUp()])
      try {
        await job();
      } catch (error) {
        watch.assertClean();
        main.counts.failed++;
        if (error instanceof Killed || kill !== undefined) {
          this.#sums.killed++;
          main.closeCatalog();
          break;
        }
        if (!isTroubled || !isExpected(error))
          watch.note('program: it fails only with a cause', wordsOf(error));
      }
    main.faults.revive();
    main.faults.failing = 0;
    answers.wrong = 0;
    main.clock.wrong = 0;
  }

  async #expectWorking(who: string, job: () => Promise<unknown>): Promise<void> {
    try {
      await job();
    } catch (error) {
      this.#setting.watch.assertClean();
      this.#setting.watch.note('program: it fails only with a cause', `${who}: ${wordsOf(error)}`);
    }
  }

  #result(): SimulationResult {
    const { scenario, ledger, watch, calls } = this.#setting;
    const machines = [this.#main, ...(this.#clone ? [this.#clone] : [])];
    const sum = (field: keyof Machine['counts']): number =>
      machines.reduce((total, { counts }) => total + counts[field], 0);
    return {
      seed: scenario.seed,
      days: scenario.days.length,
      protectDays: scenario.protectDays,
      space: scenario.space,
      listsLocks: scenario.listsLocks,
      backups: sum('backups'),
      killed: this.#sums.killed,
      failed: sum('failed'),
      snapshots: ledger.snapshots.length,
      fakes: this.#intruder.fakes,
      kept: watch.kept.length,
      renewals: sum('renewals'),
      notWhole: sum('notWhole'),
      stopped: sum('stopped'),
      renewed: sum('renewed'),
      hidden: sum('hidden'),
      deleted: sum('deleted'),
      calls: Object.fromEntries(calls),
      livePacks: this.#sums.live / this.#sums.days,
      deadPacks: this.#sums.dead / this.#sums.days,
      leastMargin: watch.leastMargin,
      lostAfterLapse: watch.lostAfterLapse,
    };
  }
}

const maintenanceCapabilities = [...backupCapabilities, 'deleteFiles'];

/** What a program may answer on a day on which something is wrong outside it. */
const isExpected = (error: unknown): boolean =>
  isHoldfastError(error, 'network-unreachable') ||
  isHoldfastError(error, 'provider-busy') ||
  isHoldfastError(error, 'clocks-differ') ||
  isHoldfastError(error, 'key-invalid');

const wordsOf = (error: unknown): string =>
  error instanceof HoldfastError
    ? `${error.message}\n${error.stack}`
    : String((error as Error).stack ?? error);
