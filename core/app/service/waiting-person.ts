import { AsyncLocalStorage } from 'node:async_hooks';

/** A person who sits there and waits shall hear soon that nobody answers; what runs in the background has minutes. */
const personsMs = 8_000;

const somebodyWaits = new AsyncLocalStorage<boolean>();

/** What a window asks for: the storage is not asked again for long. */
export const whileSomebodyWaits = <T>(work: () => T): T => somebodyWaits.run(true, work);

/** What goes on by itself, whoever started it. */
export const whileNobodyWaits = <T>(work: () => T): T => somebodyWaits.run(false, work);

/** Milliseconds in which a call to the storage is repeated; undefined: as long as ever. */
export const patienceNow = (): number | undefined => (somebodyWaits.getStore() ? personsMs : undefined);
