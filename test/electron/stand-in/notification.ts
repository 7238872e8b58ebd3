import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';

export type StandInNotification = EventEmitter & {
  readonly options: NotificationConstructorOptions;
  readonly state: 'made' | 'shown' | 'closed' | 'failed';
  /** What a person does. */
  readonly click: () => void;
};

/** @param fails as on macOS without a signature */
export function notificationClass(made: StandInNotification[], fails: () => boolean) {
  return class extends EventEmitter {
    static isSupported(): boolean {
      return true;
    }
    readonly options: NotificationConstructorOptions;
    state: StandInNotification['state'] = 'made';
    constructor(options: NotificationConstructorOptions) {
      super();
      this.options = structuredClone(options);
      made.push(this);
    }
    show(): void {
      this.state = fails() ? 'failed' : 'shown';
      if (this.state === 'failed') this.emit('failed', {}, 'not signed');
      else this.emit('show');
    }
    close(): void {
      if (this.state !== 'shown') return;
      this.state = 'closed';
      this.emit('close', {});
    }
    click(): void {
      this.emit('click', {});
    }
  };
}
