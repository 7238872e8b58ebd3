import './virtual-tree.css';
import { Check as Tick, ChevronRight, Minus } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { keyStep } from './virtual-tree-keys.ts';

export type TreeItem = {
  /** Does not change while the item moves. */
  readonly id: string;
  /** 1 is outermost. */
  readonly level: number;
  /** null: cannot be opened. */
  readonly expanded: boolean | null;
  /** Leave out where nothing can be ticked. */
  readonly checked?: 'on' | 'some' | 'off' | null;
  readonly selected?: boolean;
  /** Among its siblings, from 0. */
  readonly position: number;
  readonly setSize: number;
  readonly content: ReactNode;
};

type Props = {
  readonly label: string;
  readonly count: number;
  readonly itemAt: (index: number) => TreeItem;
  readonly rowHeight?: number;
  /** Nothing in it can be opened: readers are told of a list. */
  readonly flat?: boolean;
  /** Where the keyboard is. */
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onOpen?: (index: number, open: boolean) => void;
  readonly onTick?: (index: number) => void;
  /** Enter or a click. */
  readonly onChoose?: (index: number) => void;
  readonly parentOf?: (index: number) => number | null;
  /** Letters typed one after the other. */
  readonly onType?: (text: string, from: number) => void;
  /** Which rows are on the screen, the last one included. */
  readonly onRange?: (first: number, last: number) => void;
};

/** More of them above and below the window, so that quick scrolling shows no gaps. */
const margin = 8;
/** Letters further apart than this begin a new word. */
const typePause = 700;

/**
 * A tree of any length of which only what is on the screen is in the document: rows of one height, one stop for the
 * Tab key, arrows inside it.
 */
export function VirtualTree(props: Props) {
  const { label, count, itemAt, rowHeight = 32, flat = false, active, onRange } = props;
  const box = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const prefix = useId();
  const [range, setRange] = useState({ first: 0, last: 30 });
  const measure = (): void => {
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - margin);
    const last = Math.ceil((scrollTop + clientHeight) / rowHeight) + margin;
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
  };
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [rowHeight]);
  const last = Math.min(range.last, count - 1);
  useEffect(() => {
    if (count > 0) onRange?.(Math.min(range.first, count - 1), last);
  }, [range.first, last, count, onRange]);
  useLayoutEffect(() => {
    const { current } = box;
    if (!current || active >= count) return;
    const top = active * rowHeight;
    if (top < current.scrollTop) current.scrollTop = top;
    else if (top + rowHeight > current.scrollTop + current.clientHeight)
      current.scrollTop = top + rowHeight - current.clientHeight;
  }, [active, count, rowHeight]);
  const shown = rowsShown(Math.min(range.first, count), last, active, count);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (count === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const isTyping = performance.now() - typed.current.at < typePause && typed.current.text !== '';
    if (event.key === ' ' && !isTyping) {
      event.preventDefault();
      (props.onTick ?? props.onChoose)?.(active);
      return;
    }
    if (event.key.length === 1 && props.onType) {
      typed.current = { text: (isTyping ? typed.current.text : '') + event.key, at: performance.now() };
      props.onType(typed.current.text, active);
      return;
    }
    if (event.key === 'Enter') {
      props.onChoose?.(active);
      return;
    }
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1);
    const item = itemAt(active);
    const step = keyStep(event.key, {
      active,
      count,
      page,
      expanded: item.expanded,
      parent: props.parentOf?.(active) ?? null,
    });
    if (!step) return;
    event.preventDefault();
    if (step.kind === 'move') props.onActive(step.to);
    else props.onOpen?.(active, step.open);
  };

  return (
    <div
      ref={box}
      className="virtual-tree"
      role={flat ? 'listbox' : 'tree'}
      aria-label={label}
      aria-multiselectable={props.onTick ? true : undefined}
      tabIndex={0}
      aria-activedescendant={count > 0 ? `${prefix}${active}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={measure}
    >
      <div role="presentation" style={{ height: count * rowHeight, position: 'relative' }}>
        {shown.map((index) => {
          const item = itemAt(index);
          return (
            <div
              key={item.id}
              id={`${prefix}${index}`}
              role={flat ? 'option' : 'treeitem'}
              aria-level={flat ? undefined : item.level}
              aria-posinset={item.position + 1}
              aria-setsize={item.setSize}
              aria-expanded={item.expanded ?? undefined}
              aria-selected={item.selected}
              aria-checked={isTickable(item.checked) ? ariaChecked[item.checked] : undefined}
              className={index === active ? 'tree-row active' : 'tree-row'}
              style={{ top: index * rowHeight, height: rowHeight, paddingLeft: (item.level - 1) * 20 + 4 }}
              tabIndex={-1}
              // The list as a whole has the keyboard; a row that is given it becomes the active one.
              onFocus={(event) => {
                if (event.target !== event.currentTarget) return;
                props.onActive(index);
                box.current?.focus({ preventScroll: true });
              }}
              onClick={() => {
                props.onActive(index);
                props.onChoose?.(index);
              }}
            >
              <span
                className={item.expanded === null ? 'caret none' : item.expanded ? 'caret open' : 'caret'}
                onClick={(event) => {
                  if (item.expanded === null) return;
                  event.stopPropagation();
                  props.onActive(index);
                  props.onOpen?.(index, !item.expanded);
                }}
              >
                {item.expanded !== null && <ChevronRight size={16} aria-hidden="true" />}
              </span>
              {isTickable(item.checked) && (
                <span
                  className={`box ${item.checked}`}
                  onClick={(event) => {
                    event.stopPropagation();
                    props.onActive(index);
                    props.onTick?.(index);
                  }}
                >
                  {item.checked === 'some' && <Minus size={14} aria-hidden="true" />}
                  {item.checked === 'on' && <Tick size={14} strokeWidth={3} aria-hidden="true" />}
                </span>
              )}
              {item.content}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const isTickable = (checked: TreeItem['checked']): checked is 'on' | 'some' | 'off' =>
  checked !== undefined && checked !== null;

const ariaChecked = { on: true, some: 'mixed', off: false } as const;

/** The row of the keyboard stays in the document wherever it is: readers follow it. */
function rowsShown(first: number, last: number, active: number, count: number): readonly number[] {
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return active < count && (active < first || active > last) ? [...rows, active] : rows;
}
