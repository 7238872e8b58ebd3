import { isDeepStrictEqual } from 'node:util';
import type { SetUpChange, SetUpView, StorageCheck } from '../../contract/setup.ts';
import type { Saying } from '../../model/said.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { isKeyDead } from '../../storage/provisioning.ts';
import type { Home } from '../home.ts';
import type { RunningPractice } from '../practice-port.ts';
import { nearbyProofMs, proofTime } from '../proof-time.ts';
import { writeChoices } from '../service/set-file.ts';
import { stepOf } from '../service/step-of.ts';
import type { JobEnd, RunningJob, ServiceContext } from '../service/service-context.ts';
import { placeInWords, type StoragePlace } from '../storage-place.ts';
import { readUpkeep } from '../upkeep-state.ts';
import { checkStorage } from './check-storage.ts';
import { completed } from './draft-complete.ts';
import { dropDraft, emptyDraft, readDraft, writeDraft, type KeptDraft } from './draft-file.ts';
import { makeSet, type MadeSet } from './make-set.ts';
import { placeOfChoice, takesSameKey } from './place-of-choice.ts';
import { SetUpSecrets, type Prepared } from './set-up-secrets.ts';

/** So long the set-up key may wait to be seen dead. */
const keyWaitsMs = 30 * 60_000;

type Practice = { readonly vault: RunningPractice; readonly prefix: string };
type NewHome = { readonly id: string; readonly home: Home };

/** The one set-up that may be under way: its draft on the disk, its secrets in memory. */
export class SetUpSession {
  readonly secrets = new SetUpSecrets();
  readonly #context: ServiceContext;
  readonly #startBackup: (set: string) => unknown;
  #kept: KeptDraft = emptyDraft;
  #loading: Promise<void> | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #check: StorageCheck | null = null;
  #job: string | null = null;
  #newHome: NewHome | undefined;
  #practice: Practice | undefined;
  #openingPractice: Promise<Practice> | undefined;
  /** By a try that could not write the set down: only that is left to do, and nothing of it can be chosen anew. */
  #made: MadeSet | undefined;
  #forgetting: AbortController | undefined;

  constructor(context: ServiceContext, startBackup: (set: string) => unknown) {
    this.#context = context;
    this.#startBackup = startBackup;
    context.onStop(() => this.#letGo());
  }

  /** A set-up was begun, or has left a key that may do everything; false until the draft was read. */
  get begun(): boolean {
    const { draft, set, done } = this.#kept;
    return set === null ? Object.keys(draft).length > 0 : done?.setUpKeyDead === false;
  }

  async load(): Promise<void> {
    this.#loading ??= this.#load();
    try {
      await this.#loading;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
    const { set } = this.#kept;
    // The set that it became was forgotten: nothing of it is left to finish.
    if (set !== null && !this.#context.sets.list().some(({ id }) => id === set)) await this.#forgetAll();
  }

  async view(): Promise<SetUpView> {
    await this.load();
    const { draft, set, done, leftBehind } = this.#kept;
    const { jobs, sets } = this.#context;
    const home = set === null ? undefined : sets.list().find(({ id }) => id === set)?.home;
    const opened = home ? (await readUpkeep(home)).kit.openedAt !== null : false;
    return {
      draft,
      hasStorageKey: this.secrets.key !== undefined || draft.storage?.kind === 'practice',
      hasPassphrase: this.secrets.prepared !== undefined,
      kitConfirmed: this.secrets.kitConfirmed,
      check: this.#check && { ...this.#check, willMake: withRule(this.#check.willMake, draft.space) },
      committed: set !== null || this.#isRunning,
      job: (this.#job === null ? undefined : jobs.get(this.#job)) ?? null,
      set,
      done: done && { ...done, kitOpened: opened },
      leftBehind,
    };
  }

  /** @throws set-up-running, set-up-committed for all but the page; set-up-made for what was made already */
  async change(change: SetUpChange): Promise<void> {
    await this.load();
    const onlyPage = Object.keys(change).every((name) => name === 'page');
    if (!onlyPage) this.#assertOpen();
    const { draft } = this.#kept;
    if (this.#made && !isDeepStrictEqual(fixedIn({ ...draft, ...change }), fixedIn(draft)))
      throw new HoldfastError('set-up-made');
    const before = this.#kept.draft.storage;
    if (change.storage && !isDeepStrictEqual(before, change.storage)) {
      if (!takesSameKey(before, change.storage)) this.secrets.dropKey();
      // A made key and a proof are of one bucket.
      this.secrets.madeKey = undefined;
      this.secrets.proof = undefined;
      this.#check = null;
    }
    await this.#keep({ draft: { ...this.#kept.draft, ...change } });
    await this.#forgetOldKit();
  }

  /** Asks the provider; a refusal is part of the answer. @throws set-up-incomplete */
  async checkStorage(): Promise<void> {
    await this.load();
    const { storage, space = 'by-hand' } = this.#kept.draft;
    if (!storage) throw new HoldfastError('set-up-incomplete', { what: 'say where backups go' });
    const place = await this.place();
    const isPractice = storage.kind === 'practice';
    const key = isPractice ? this.#practice?.vault : this.secrets.key;
    if (!key) throw new HoldfastError('set-up-incomplete', { what: 'the storage key has to be given first' });
    const { world } = this.#context;
    const keyKind = isPractice ? 'set-up' : storage.key;
    const { keyId } = key;
    const check = await checkStorage({ place, key: { keyId, key: key.key }, keyKind, space, world });
    // Meanwhile another place may have been chosen.
    if (isDeepStrictEqual(this.#kept.draft.storage, storage)) this.#check = check;
  }

  /** Where the draft wants its backups; starts the practice vault where that is it. @throws set-up-incomplete, request-invalid */
  async place(): Promise<StoragePlace> {
    await this.load();
    const { storage } = this.#kept.draft;
    if (!storage) throw new HoldfastError('set-up-incomplete', { what: 'say where backups go' });
    return placeOfChoice(storage, storage.kind === 'practice' ? await this.#practised() : undefined);
  }

  get draft(): SetUpChange {
    return this.#kept.draft;
  }

  /** @throws set-up-running, set-up-committed, set-up-incomplete */
  async commit(): Promise<void> {
    await this.load();
    this.#assertOpen();
    const { draft } = this.#kept;
    completed(draft, this.secrets);
    const place = await this.place();
    await this.#forgetOldKit();
    // Two clicks arrive here one after the other.
    this.#assertOpen();
    // What was changed meanwhile is what is meant.
    if (this.#kept.draft !== draft) return await this.commit();
    const chosen = completed(draft, this.secrets);
    const { id } = this.#context.jobs.start({
      kind: 'set-up',
      set: null,
      run: (job) => this.#run(chosen, place, job),
    });
    this.#job = id;
  }

  /** @throws set-up-key-forgotten, and what is no answer */
  async checkKeyDead(): Promise<void> {
    await this.load();
    const { done } = this.#kept;
    if (!done || done.setUpKeyDead !== false) return;
    const { key } = this.secrets;
    if (!key) throw new HoldfastError('set-up-key-forgotten');
    const place = await this.place();
    if (!(await isKeyDead(place.store, key, this.#context.world))) return;
    this.#forgetKey();
    await this.#keep({ done: { ...done, setUpKeyDead: true } });
  }

  /** @throws set-up-running */
  async leave(): Promise<void> {
    await this.load();
    if (this.#isRunning) throw new HoldfastError('set-up-running');
    await this.#forgetAll();
  }

  async #forgetAll(): Promise<void> {
    await this.#letGo();
    this.#kept = emptyDraft;
    this.#check = null;
    this.#job = null;
    this.#newHome = undefined;
    await this.#writing.catch(() => undefined);
    await dropDraft(this.#context.appFolder);
    this.#context.changed();
  }

  async #load(): Promise<void> {
    const { appFolder, world, log } = this.#context;
    const { kept, setAside } = await readDraft(appFolder, world);
    // One that was through when the program ended has nothing more to tell, but for a key that may still work.
    const isOver = kept.set !== null && kept.done?.setUpKeyDead !== false;
    if (isOver) await dropDraft(appFolder);
    else this.#kept = kept;
    if (setAside !== null)
      log.warn('set-up', `The draft of the set-up could not be read and is now ${setAside}.`);
    this.#context.changed();
  }

  async #keep(part: Partial<KeptDraft>): Promise<void> {
    const kept = { ...this.#kept, ...part };
    this.#kept = kept;
    const { appFolder } = this.#context;
    this.#writing = this.#writing.catch(() => undefined).then(() => writeDraft(appFolder, kept));
    await this.#writing;
    this.#context.changed();
  }

  /** For secrets, from which a set is made as well. @throws set-up-running, set-up-committed, set-up-made */
  assertUnmade(): void {
    this.#assertOpen();
    if (this.#made) throw new HoldfastError('set-up-made');
  }

  get #isRunning(): boolean {
    return this.#job !== null && this.#context.jobs.get(this.#job)?.state === 'running';
  }

  #assertOpen(): void {
    if (this.#isRunning) throw new HoldfastError('set-up-running');
    if (this.#kept.set !== null) throw new HoldfastError('set-up-committed');
  }

  /** Bucket and prefix stand on the kit: one for another place is of no use. */
  async #forgetOldKit(): Promise<void> {
    const { prepared } = this.secrets;
    if (!prepared) return;
    const now = await this.place().then(placeInWords, () => undefined);
    if (now !== undefined && now !== prepared.place) this.secrets.dropKit();
  }

  #home(): NewHome {
    return (this.#newHome ??= this.#context.sets.nextHome(this.#kept.draft.name ?? 'This computer'));
  }

  /** One for all who ask at the same moment: each has a prefix of its own, and the kit is of one. */
  async #practised(): Promise<Practice> {
    const opening = (this.#openingPractice ??= this.#openPractice());
    try {
      const practice = await opening;
      if (this.#openingPractice === opening) this.#practice = practice;
      return practice;
    } catch (error) {
      if (this.#openingPractice === opening) this.#openingPractice = undefined;
      throw error;
    }
  }

  async #openPractice(): Promise<Practice> {
    const { practice, world } = this.#context;
    const vault = await practice.open(this.#home().home.practice);
    // A vault that was practised with before has a repository already.
    return { vault, prefix: `set-${Buffer.from(world.random(4)).toString('hex')}` };
  }

  async #run(chosen: ReturnType<typeof completed>, place: StoragePlace, job: RunningJob): Promise<JobEnd> {
    const { secrets } = this;
    if (!secrets.prepared) throw new HoldfastError('set-up-incomplete');
    // Its own: whoever lets go of the kit overwrites its bytes, and the repository would be made to a key of zeros.
    const prepared = { ...secrets.prepared, masterKey: Uint8Array.from(secrets.prepared.masterKey) };
    try {
      return await this.#make(chosen, place, prepared, job);
    } finally {
      prepared.masterKey.fill(0);
    }
  }

  async #make(
    chosen: ReturnType<typeof completed>,
    place: StoragePlace,
    prepared: Prepared,
    job: RunningJob,
  ): Promise<JobEnd> {
    const { world, keychain, program, environment, sets, unlocked, log } = this.#context;
    const { secrets } = this;
    const { storage, settings: wanted } = chosen;
    const isPractice = storage.kind === 'practice';
    const setUpKey = isPractice ? this.#practice?.vault : storage.key === 'set-up' ? secrets.key : undefined;
    const { home, id } = this.#home();
    const left: Saying[] = [];
    job.progress(stepOf('provisioning'));
    const making =
      this.#made ??
      makeSet({
        home,
        world,
        place,
        protectDays: chosen.protectDays,
        space: chosen.space,
        ping: wanted.ping,
        keepChoices: () => writeChoices(home, { settings: wanted, pausedUntil: null }),
        prepared,
        secrets,
        setUpKey: setUpKey && { keyId: setUpKey.keyId, key: setUpKey.key },
        storageKey: !isPractice && storage.key === 'storage' ? secrets.key : undefined,
        useKeychain: keychain,
        proofMs: proofTime(environment, place.store.endpoint, isPractice ? nearbyProofMs : undefined),
        signal: job.signal,
        program,
        onProof: () => job.progress(stepOf('proving')),
        onMade: (words, said) => {
          left.push({ words, said });
          job.progress(stepOf('provisioning'));
        },
      });
    const made = await Promise.resolve(making).catch(async (error: unknown) => {
      const all = new Map([...this.#kept.leftBehind, ...left].map((one) => [one.words, one]));
      await this.#keep({ leftBehind: [...all.values()] });
      throw error;
    });
    this.#made = made;
    job.progress(stepOf('keeping'));
    if (made.settings.secrets === 'sealed-file') unlocked.set(id, prepared.passphrase);
    await sets.add(home, wanted);
    this.#made = undefined;
    secrets.dropKit();
    await this.#keep({
      set: id,
      leftBehind: [],
      done: {
        place: placeInWords(made.settings),
        keyWords: made.keyWords,
        warnings: [...made.warnings],
        proof: made.proof,
        setUpKeyDead: !isPractice && storage.key === 'set-up' ? false : null,
      },
    }).catch((error: unknown) => log.error('set-up', 'The draft cannot be written', error));
    this.#forgetKeyLater(!isPractice && storage.key === 'set-up');
    try {
      await this.#startBackup(id);
    } catch (error) {
      // It has its own words on the home screen; the set is made.
      log.error('set-up', 'The first backup could not be started', error);
    }
    return { state: 'done', words: `Backups go to ${placeInWords(made.settings)}.`, figures: {} };
  }

  /** At once where it is not to be tried, else when it is seen dead, on leave, or when the time is over. */
  #forgetKeyLater(isToBeTried: boolean): void {
    this.secrets.madeKey = undefined;
    this.secrets.proof = undefined;
    if (!isToBeTried) return this.secrets.dropKey();
    const forgetting = new AbortController();
    this.#forgetting = forgetting;
    void this.#context.world
      .sleep(keyWaitsMs, forgetting.signal)
      .then(() => this.#forgetKey())
      .catch(() => undefined);
  }

  #forgetKey(): void {
    this.secrets.dropKey();
    this.#forgetting?.abort();
    this.#forgetting = undefined;
  }

  async #letGo(): Promise<void> {
    this.#forgetKey();
    this.secrets.drop();
    const opening = this.#openingPractice;
    this.#openingPractice = undefined;
    this.#practice = undefined;
    this.#made = undefined;
    const practice = await opening?.catch(() => undefined);
    await practice?.vault.close();
  }
}

/** What a repository is made with, as opposed to what its set can be told at any time. */
const fixedIn = ({ storage, protectDays, space = 'by-hand', ping = null }: SetUpChange) => ({
  storage,
  protectDays,
  space,
  ping,
});

/** How space is given back is chosen on a later page than the storage. */
const withRule = (
  willMake: StorageCheck['willMake'],
  space: SetUpChange['space'],
): StorageCheck['willMake'] => [
  ...willMake.filter((one) => one !== 'rule'),
  ...(space === 'automatic' ? (['rule'] as const) : []),
];
