import { listingChecks } from './listing-checks.ts';
import { lockChecks } from './lock-checks.ts';
import { objectChecks } from './object-checks.ts';
import type { Check } from './subject.ts';

/** Everything that Holdfast relies on in a store. Independent of each other; any order. */
export const conformanceChecks: readonly Check[] = [...objectChecks, ...listingChecks, ...lockChecks];
