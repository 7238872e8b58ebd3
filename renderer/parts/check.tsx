import './field.css';
import { Check as Tick, Minus } from 'lucide-react';
import { Checkbox, type CheckboxProps } from 'react-aria-components';
import type { ReactNode } from 'react';

/** A box to tick, with its words beside it. */
export function Check({
  children,
  ...props
}: Omit<CheckboxProps, 'className' | 'children'> & { readonly children?: ReactNode }) {
  return (
    <Checkbox {...props} className="check">
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="box" aria-hidden="true">
            {isIndeterminate ? <Minus size={14} /> : isSelected ? <Tick size={14} strokeWidth={3} /> : null}
          </span>
          {children !== undefined && <span>{children}</span>}
        </>
      )}
    </Checkbox>
  );
}
