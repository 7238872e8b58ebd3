import { Worker } from 'node:worker_threads';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ChunkClaims } from './chunk-claims.ts';
import type {
  FileToStore,
  FromStoreWorker,
  StoredFile,
  StoreWorkerSettings,
  ToStoreWorker,
} from './store-messages.ts';

/** A task ends with the file that reaches one of these: small enough to share work out, large enough to be cheap to post. */
const filesPerTask = 256;
const bytesPerTask = 8 * 1024 * 1024;
/** Tasks a worker has at a time: one under way, one to go on with. */
const tasksPerWorker = 2;

export type SealedPack = Extract<FromStoreWorker, { kind: 'pack' }>;

export type StorePoolSink = {
  readonly fileStored: (file: StoredFile, ids: Uint8Array, lengths: Float64Array) => void;
  /** Resolves when the pack is uploaded: only then is its memory used again. */
  readonly packSealed: (pack: SealedPack) => Promise<void>;
  readonly failed: (error: unknown) => void;
};

type Member = {
  readonly worker: Worker;
  outstanding: number[];
  /** Given to it and not stored yet; it takes them in this order. */
  readonly files: FileToStore[];
  readonly flushing: (() => void)[];
};

/**
 * A worker's heap holds a few batches; without limits V8 lets the garbage of each grow past 100 MB. The old
 * generation's limit is far above what is ever used: reaching it would end the run.
 */
export const workerLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 512 };

/** The workers that read and seal, the queue of files before them, and a fixed number of pack buffers. */
export class StorePool {
  readonly #settings: StoreWorkerSettings;
  readonly #workers: number;
  readonly #packBytes: number;
  readonly #claims: ChunkClaims;
  readonly #sink: StorePoolSink;
  readonly #members: Member[] = [];
  readonly #queue: { readonly file: FileToStore; readonly size: number }[] = [];
  readonly #spareBuffers: ArrayBuffer[] = [];
  readonly #waitingForBuffer: Member[] = [];
  #queued = 0;

  /** @param packBytes size of a pack buffer; there is one a worker and one more, and that is the memory that packs take */
  constructor(
    settings: StoreWorkerSettings,
    workers: number,
    packBytes: number,
    claims: ChunkClaims,
    sink: StorePoolSink,
  ) {
    this.#settings = settings;
    this.#workers = workers;
    this.#packBytes = packBytes;
    this.#claims = claims;
    this.#sink = sink;
  }

  add(file: FileToStore, size: number): void {
    this.#queue.push({ file, size });
    this.#queued++;
    if (this.#queued >= filesPerTask || size >= bytesPerTask) this.dispatch();
  }

  /** Hands out what is queued, also less than a whole task. */
  dispatch(): void {
    this.#queued = 0;
    if (this.#queue.length > 0 && this.#members.length === 0) this.#start();
    for (;;) {
      const member = this.#members
        .filter(({ outstanding }) => outstanding.length < tasksPerWorker)
        .toSorted((a, b) => a.outstanding.length - b.outstanding.length)[0];
      if (member === undefined || this.#queue.length === 0) return;
      const files: FileToStore[] = [];
      let bytes = 0;
      let taken = 0;
      for (const { file, size } of this.#queue) {
        files.push(file);
        bytes += size;
        taken++;
        if (taken >= filesPerTask || bytes >= bytesPerTask) break;
      }
      this.#queue.splice(0, taken);
      member.outstanding.push(taken);
      member.files.push(...files);
      this.#post(member, { kind: 'files', files });
    }
  }

  /** What is being read just now, a file a worker. */
  get reading(): readonly FileToStore[] {
    return this.#members.flatMap(({ files }) => files.slice(0, 1));
  }

  /** Resolves when every chunk asked for so far is in a pack that the sink has. */
  async flush(): Promise<void> {
    await Promise.all(
      this.#members.map(
        (member) =>
          new Promise<void>((resolve) => {
            member.flushing.push(resolve);
            this.#post(member, { kind: 'flush' });
          }),
      ),
    );
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#members.map(({ worker }) => {
        worker.removeAllListeners('exit');
        return worker.terminate();
      }),
    );
  }

  /** Not before there is something to read: most runs find nothing changed. */
  #start(): void {
    for (let buffers = 0; buffers <= this.#workers; buffers++)
      this.#spareBuffers.push(new ArrayBuffer(this.#packBytes));
    for (let index = 0; index < this.#workers; index++) {
      const worker = new Worker(new URL('./store-worker.ts', import.meta.url), {
        workerData: this.#settings,
        resourceLimits: workerLimits,
      });
      const member: Member = { worker, outstanding: [], files: [], flushing: [] };
      worker.on('message', (message: FromStoreWorker) => this.#receive(member, message));
      worker.on('error', (error) => this.#sink.failed(error));
      worker.on('exit', (code) => {
        if (code !== 0)
          this.#sink.failed(new HoldfastError('bug', { reason: `a worker ended with ${code}` }));
      });
      this.#members.push(member);
    }
  }

  #receive(member: Member, message: FromStoreWorker): void {
    try {
      if (message.kind === 'ask')
        this.#post(member, { kind: 'answer', known: this.#claims.ask(message.ids) });
      else if (message.kind === 'stored') this.#stored(member, message);
      else if (message.kind === 'flushed') member.flushing.shift()?.();
      else if (message.kind === 'need-buffer') this.#lendBuffer(member);
      else
        this.#sink.packSealed(message).then(
          () => this.#takeBack(message.bytes.buffer),
          (error: unknown) => this.#sink.failed(error),
        );
    } catch (error) {
      this.#sink.failed(error);
    }
  }

  #stored(member: Member, message: Extract<FromStoreWorker, { kind: 'stored' }>): void {
    this.#claims.placed(message.askedIds, message.packs);
    let at = 0;
    for (const file of message.files) {
      const next = at + file.chunkCount;
      this.#sink.fileStored(
        file,
        message.ids.subarray(at * 32, next * 32),
        message.lengths.subarray(at, next),
      );
      at = next;
    }
    let done = message.files.length;
    member.files.splice(0, done);
    while (done > 0) {
      const first = member.outstanding[0];
      if (first === undefined) break;
      const here = Math.min(first, done);
      done -= here;
      if (here === first) member.outstanding.shift();
      else member.outstanding[0] = first - here;
    }
    this.dispatch();
  }

  #lendBuffer(member: Member): void {
    const buffer = this.#spareBuffers.pop();
    if (buffer === undefined) this.#waitingForBuffer.push(member);
    else member.worker.postMessage({ kind: 'buffer', buffer } satisfies ToStoreWorker, [buffer]);
  }

  #takeBack(buffer: ArrayBuffer): void {
    this.#spareBuffers.push(buffer);
    const waiting = this.#waitingForBuffer.shift();
    if (waiting) this.#lendBuffer(waiting);
  }

  #post({ worker }: Member, message: ToStoreWorker): void {
    worker.postMessage(message);
  }
}
