import { EventEmitter, once } from 'node:events';
import type { MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import type { ReadyOrder } from './ready-order.ts';

export type Question = MessageBoxOptions & { readonly over: unknown };

/** Message boxes that wait for a test to answer. */
export class StandInDialogs extends EventEmitter {
  readonly #order: ReadyOrder;
  readonly #open: { readonly question: Question; readonly answer: (index: number) => void }[] = [];

  constructor(order: ReadyOrder) {
    super();
    this.#order = order;
  }

  get questions(): readonly Question[] {
    return this.#open.map(({ question }) => question);
  }

  /** Resolves when one is open. */
  async asked(): Promise<Question> {
    while (this.#open.length === 0) await once(this, 'asked');
    return this.#open[0]!.question;
  }

  /** Clicks a button of the oldest open one. */
  answer(button: string | number): void {
    const first = this.#open.shift();
    if (!first) throw new Error('No dialog is open');
    const index = typeof button === 'number' ? button : (first.question.buttons ?? []).indexOf(button);
    if (index < 0) throw new Error(`The dialog has no ${button}`);
    first.answer(index);
  }

  readonly errors: string[] = [];

  readonly dialog = {
    showErrorBox: (title: string, content: string): void => {
      this.errors.push(`${title}: ${content}`);
    },
    showMessageBox: (
      ...given: readonly [MessageBoxOptions] | readonly [unknown, MessageBoxOptions]
    ): Promise<MessageBoxReturnValue> => {
      this.#order.needsReady('dialog');
      const [over, options] = given.length === 2 ? given : [null, given[0]];
      return new Promise((resolve) => {
        const answer = (response: number): void => resolve({ response, checkboxChecked: false });
        this.#open.push({ question: { ...options, over }, answer });
        this.emit('asked');
      });
    },
  };
}
