/** What the engine says in codes, and what a window says in its own language. */
export type { Said, SaidCode, Saying, Told } from '../model/said.ts';
