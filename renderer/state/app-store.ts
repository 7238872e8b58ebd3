import { createStore, useStore } from 'zustand';
import type { Bridge } from '../../core/contract/bridge.ts';
import type { AppState, SetSummary } from '../../core/contract/app.ts';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import type { Screen } from '../../core/contract/notice.ts';
import type { JobView } from '../../core/contract/jobs.ts';
import { readRoute, writeRoute } from './route.ts';

type Store = {
  readonly bridge: Bridge | null;
  /** null: the first answer has not come yet. */
  readonly state: AppState | null;
  /** false: the engine is not reached, so what is shown grows old. */
  readonly answers: boolean;
  /** Why there is no state. */
  readonly error: ErrorShape | null;
  /** Latest progress by job id: comes more often than the state. */
  readonly jobs: Readonly<Record<string, JobView>>;
  readonly screen: Screen;
  /** Which backup set all screens show; null: there is none. */
  readonly set: string | null;
};

const rememberedSet = 'holdfast-set';

const store = createStore<Store>(() => ({
  bridge: null,
  state: null,
  answers: true,
  error: null,
  jobs: {},
  screen: readRoute(),
  set: localStorage.getItem(rememberedSet),
}));

export const useApp = <T>(select: (store: Store) => T): T => useStore(store, select);

/** The only place that knows the bridge; screens call through `useCall` and `act`. */
export function connectStore(bridge: Bridge): void {
  store.setState({ bridge });
  bridge.on('state', takeState);
  bridge.onAnswering?.((answers) => store.setState({ answers }));
  bridge.on('job', (job) => store.setState(({ jobs }) => ({ jobs: { ...jobs, [job.id]: job } })));
  bridge.on('show', ({ screen, set }) => {
    if (set !== null) chooseSet(set);
    show(screen);
  });
  window.addEventListener('hashchange', () => store.setState({ screen: readRoute() }));
  void load(bridge);
}

async function load(bridge: Bridge): Promise<void> {
  const reply = await bridge.call('app.state', {});
  if (reply.ok) takeState(reply.value);
  else store.setState({ error: reply.error });
}

export function retryLoading(): void {
  const { bridge } = store.getState();
  store.setState({ error: null });
  if (bridge) void load(bridge);
}

function takeState(state: AppState): void {
  const { set, jobs } = store.getState();
  const known = state.sets.some(({ id }) => id === set);
  const running = Object.fromEntries(state.jobs.map((job) => [job.id, newer(jobs[job.id], job)]));
  store.setState({ state, error: null, jobs: running, set: known ? set : (state.sets[0]?.id ?? null) });
}

/** Progress may overtake the state. */
const newer = (known: JobView | undefined, told: JobView): JobView =>
  known && known.endedAt !== null && told.endedAt === null ? known : told;

export function show(screen: Screen): void {
  writeRoute(screen);
  store.setState({ screen });
}

export function chooseSet(set: string): void {
  localStorage.setItem(rememberedSet, set);
  store.setState({ set });
}

export function bridgeOf(): Bridge {
  const { bridge } = store.getState();
  if (!bridge) throw new Error('the store is not connected');
  return bridge;
}

/** The set that is shown; undefined: none is set up. */
export function useSet(): SetSummary | undefined {
  return useApp(({ state, set }) => state?.sets.find(({ id }) => id === set));
}

/** The newest running job of a kind in this set. */
export function useRunningJob(set: string | null, ...kinds: readonly JobView['kind'][]): JobView | undefined {
  return useApp(({ jobs }) =>
    Object.values(jobs)
      .filter((job) => job.state === 'running' && job.set === set && kinds.includes(job.kind))
      .toSorted((a, b) => b.startedAt - a.startedAt)
      .at(0),
  );
}

export const useJob = (id: string | null): JobView | undefined =>
  useApp(({ jobs }) => (id === null ? undefined : jobs[id]));
