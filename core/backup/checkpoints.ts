import type { BackupPass, PassTree } from './backup-pass.ts';
import { writeIndex } from './index-writer.ts';
import type { PublishContext } from './publish.ts';

/** Design 3.4: index at least every 15 minutes; partial snapshots in runs of over an hour. */
const usual = { index: 10 * 60_000, partial: 60 * 60_000 };
/** How often it is looked whether one is due. */
const lookEveryMs = 1_000;

/** Makes what a long run has uploaded findable and publishable while it goes on. */
export class Checkpoints {
  readonly #context: PublishContext;
  readonly #pass: BackupPass;
  readonly #every: { readonly index: number; readonly partial: number };
  readonly #publishPartial: (tree: PassTree) => Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #lastIndex: number;
  #lastPartial: number;
  #running: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(
    context: PublishContext,
    pass: BackupPass,
    every: { readonly index: number; readonly partial: number } = usual,
    publishPartial: (tree: PassTree) => Promise<void>,
  ) {
    this.#context = context;
    this.#pass = pass;
    this.#every = every;
    this.#publishPartial = publishPartial;
    this.#lastIndex = this.#lastPartial = context.world.monotonic();
    this.#timer = setInterval(() => this.#look(), Math.min(lookEveryMs, every.index, every.partial));
  }

  /** No further ones; resolves when the one under way is done. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** As `close`, for a run that has failed already. */
  async abandon(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running.catch(() => undefined);
  }

  #look(): void {
    const now = this.#context.world.monotonic();
    const partial = now - this.#lastPartial >= this.#every.partial;
    if (this.#busy || (!partial && now - this.#lastIndex < this.#every.index)) return;
    this.#busy = true;
    this.#running = this.#run(partial).finally(() => {
      this.#lastIndex = this.#context.world.monotonic();
      if (partial) this.#lastPartial = this.#lastIndex;
      this.#busy = false;
    });
    this.#running.catch((error: unknown) => this.#pass.fail(error));
  }

  async #run(partial: boolean): Promise<void> {
    const { repository, catalog, writer, world } = this.#context;
    const tree = partial ? await this.#pass.soFar() : undefined;
    await writeIndex(repository, catalog, writer, world);
    // A needed object that is gone shows again, and is dealt with, at the end of the pass: what a pass counts on must
    // not change under it.
    if (tree) await this.#publishPartial(tree);
  }
}
