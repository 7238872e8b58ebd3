import type { Day } from '../day.ts';
import type { ProfileName } from '../person.ts';

export type EverydayChange = {
  readonly name: string;
  /** How often in a day, 0 to 1: of everybody, and where it differs of some. */
  readonly chance: number;
  readonly chanceOf?: Partial<Record<ProfileName, number>>;
  readonly apply: (day: Day) => void;
};
