import './state-glyph.css';
import type { SetState } from '../../core/contract/app.ts';

/** Shapes on a 24 × 24 grid; the tray has the same. Colour only repeats what shape and words say. */
const shapes: Readonly<Record<SetState, React.ReactNode>> = {
  protected: (
    <>
      <path d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z" fill="currentColor" />
      <path
        d="m8 12 3 3 5-6"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  unproven: (
    <path
      d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeDasharray="3 4"
    />
  ),
  thinning: (
    <>
      <path
        d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
      <path d="M12 2 4 5v6c0 5 3.4 9.3 8 11z" fill="currentColor" />
    </>
  ),
  'at-risk': (
    <>
      <path d="M12 3 1.8 21h20.4z" fill="currentColor" />
      <path d="M12 9v6m0 2.4v.2" stroke="var(--surface)" strokeWidth="2.2" strokeLinecap="round" />
    </>
  ),
  lapsed: <path d="m5 5 14 14M19 5 5 19" stroke="currentColor" strokeWidth="3.2" strokeLinecap="round" />,
  paused: <path d="M8 5v14M16 5v14" stroke="currentColor" strokeWidth="4" strokeLinecap="round" />,
  working: (
    <path
      d="M20 12a8 8 0 1 1-2.4-5.7M18 2v4.6h-4.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  suspected: (
    <>
      <path d="M7.5 2h9L22 7.5v9L16.5 22h-9L2 16.5v-9z" fill="currentColor" />
      <path d="M12 6.5v7m0 3.3v.2" stroke="var(--surface)" strokeWidth="2.4" strokeLinecap="round" />
    </>
  ),
  empty: (
    <circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3 4" />
  ),
  unknown: <circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" strokeWidth="2" />,
};

/** Words stand beside it always, so it is hidden from readers. */
export function StateGlyph({ state, size = 20 }: { readonly state: SetState; readonly size?: number }) {
  return (
    <svg
      className={`state-glyph state-${state}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      {shapes[state]}
    </svg>
  );
}
