/** What must hold, and did not. The first one ends a simulation. */
export type Invariant =
  | 'I1 every needed object exists and authenticates'
  | 'I2 all is locked for P at publication'
  | 'I3 a snapshot never disappears while it is kept or locked'
  | 'I4 no salt is used twice'
  | 'I5 losing the catalog changes no answer'
  | 'I6 nothing that is needed is hidden or deleted'
  | 'promise: whole until D'
  | 'margin: P after each finished renewal'
  | 'margin: three quarters of P while the machine is on'
  | 'cap: nothing locked beyond P + S_max'
  | 'retention: what the policy keeps is kept, whatever is uploaded later'
  | 'conveniences: locked while a snapshot is kept'
  | 'audit: no alarm without a cause'
  | 'program: it fails only with a cause';

export class Violation extends Error {
  readonly invariant: Invariant;

  constructor(invariant: Invariant, what: string) {
    super(`${invariant}: ${what}`);
    this.invariant = invariant;
  }
}
