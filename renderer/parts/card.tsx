import './card.css';
import { useId, type ReactNode } from 'react';

/** A part of a screen under a heading of its own. */
export function Card({
  title,
  aside,
  children,
}: {
  readonly title?: string;
  /** Beside the heading: a date, a small button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <header>
          <h2 id={id}>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
