import type { BytePath } from '../model/entry.ts';
import { spareTextBytes } from './plan-builder.ts';
import { textBytes, type RestorePlan } from './restore-plan.ts';

/** Changes names in a plan that workers already hold, into the room that was left for it. */
export class PlanNames {
  readonly #plan: RestorePlan;
  #next: number;

  constructor(plan: RestorePlan) {
    this.#plan = plan;
    this.#next = plan.texts.length - spareTextBytes;
  }

  /** False: no room left, the plan keeps the old name. */
  rename(row: number, name: BytePath): boolean {
    const bytes = textBytes(name);
    if (this.#next + bytes.length > this.#plan.texts.length) return false;
    this.#plan.texts.set(bytes, this.#next);
    this.#plan.items.name[row] = this.#next;
    this.#next += bytes.length;
    return true;
  }
}
