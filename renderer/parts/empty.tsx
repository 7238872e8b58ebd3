import './empty.css';
import type { ReactNode } from 'react';

/** A list or screen that has nothing yet: says so, and what fills it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      {children}
    </div>
  );
}
