import { powerSaveBlocker } from 'electron';

/** @returns lets the computer sleep, or not; the screen may always go dark */
export function keepAwake(): (on: boolean) => void {
  let blocker: number | null = null;
  return (on) => {
    if (on) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
}
