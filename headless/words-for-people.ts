export * from '../core/app/words-for-people.ts';
