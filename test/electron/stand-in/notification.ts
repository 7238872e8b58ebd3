import { EventEmitter } from 'node:events';
import type {
  NotificationActionEventParams,
  NotificationCloseEventParams,
  NotificationConstructorOptions,
} from 'electron';

export class StandInNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  state: 'made' | 'shown' | 'closed' | 'failed' = 'made';
  readonly #fails: () => boolean;

  constructor(options: NotificationConstructorOptions, fails: () => boolean) {
    super();
    this.options = structuredClone(options);
    this.#fails = fails;
  }
  show(): void {
    this.state = this.#fails() ? 'failed' : 'shown';
    if (this.state === 'failed') this.emit('failed', {}, 'not signed');
    else this.emit('show');
  }
  close(): void {
    if (this.state !== 'shown') return;
    this.state = 'closed';
    this.emit('close', {});
  }
  /** What a person does. */
  click(): void {
    this.emit('click', {});
  }
  press(button: string): void {
    const actionIndex = (this.options.actions ?? []).findIndex(({ text }) => text === button);
    if (actionIndex < 0) throw new Error(`The notification has no ${button}`);
    const details: NotificationActionEventParams = { actionIndex, selectionIndex: -1 };
    this.emit('action', details);
  }
  /** Windows: off the screen, still in the notification centre. */
  timeOut(): void {
    const details: NotificationCloseEventParams = { reason: 'timedOut' };
    this.emit('close', details);
  }
}

type NotificationClass = (new (options: NotificationConstructorOptions) => StandInNotification) & {
  readonly isSupported: () => boolean;
};

/**
 * The module's `Notification`.
 * @param fails as on macOS without a signature
 */
export function notificationClass(made: StandInNotification[], fails: () => boolean): NotificationClass {
  return class extends StandInNotification {
    static isSupported(): boolean {
      return true;
    }
    constructor(options: NotificationConstructorOptions) {
      super(options, fails);
      made.push(this);
    }
  };
}
