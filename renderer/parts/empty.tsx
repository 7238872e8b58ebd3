import './empty.css';
import type { ReactNode } from 'react';

/** A list or screen that has nothing yet: says so, and what fills it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}
