type Place = {
  readonly active: number;
  readonly count: number;
  /** Rows on the screen. */
  readonly page: number;
  readonly expanded: boolean | null;
  readonly parent: number | null;
};

type Step =
  { readonly kind: 'move'; readonly to: number } | { readonly kind: 'open'; readonly open: boolean };

/** What a key means in a tree, as people know it from their files. null: nothing. */
export function keyStep(key: string, { active, count, page, expanded, parent }: Place): Step | null {
  const move = (to: number): Step => ({ kind: 'move', to: Math.min(count - 1, Math.max(0, to)) });
  switch (key) {
    case 'ArrowDown':
      return move(active + 1);
    case 'ArrowUp':
      return move(active - 1);
    case 'PageDown':
      return move(active + page);
    case 'PageUp':
      return move(active - page);
    case 'Home':
      return move(0);
    case 'End':
      return move(count - 1);
    case 'ArrowRight':
      return expanded === null ? null : expanded ? move(active + 1) : { kind: 'open', open: true };
    case 'ArrowLeft':
      return expanded ? { kind: 'open', open: false } : parent === null ? null : move(parent);
    default:
      return null;
  }
}
