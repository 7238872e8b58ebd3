import './notice-bar.css';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type Tone = 'good' | 'amber' | 'red' | 'plain';

const icons = { good: CircleCheck, amber: TriangleAlert, red: CircleAlert, plain: Info } as const;

/** What happened, what it means, and the one thing to do. */
export function NoticeBar({
  tone,
  title,
  children,
  actions,
  live = false,
}: {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Appears while somebody is there: readers tell it. */
  readonly live?: boolean;
}) {
  const Icon = icons[tone];
  return (
    <div className={`notice-bar ${tone}`} role={live ? (tone === 'red' ? 'alert' : 'status') : undefined}>
      <Icon size={18} aria-hidden="true" />
      <div className="grow">
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
      {actions !== undefined && <div className="actions">{actions}</div>}
    </div>
  );
}
