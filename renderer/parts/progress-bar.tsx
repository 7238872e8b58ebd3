import './progress-bar.css';
import { ProgressBar as AriaProgressBar } from 'react-aria-components';

/** @param share 0 to 1; null: not known yet */
export function ProgressBar({ label, share }: { readonly label: string; readonly share: number | null }) {
  return (
    <AriaProgressBar
      aria-label={label}
      className="progress-bar"
      {...(share === null ? { isIndeterminate: true } : { value: share * 100 })}
    >
      {({ percentage, isIndeterminate }) => (
        <div className="track">
          <div
            className={isIndeterminate ? 'fill open' : 'fill'}
            style={isIndeterminate ? undefined : { width: `${percentage}%` }}
          />
        </div>
      )}
    </AriaProgressBar>
  );
}
