import './field.css';
import './select.css';
import { ChevronDown } from 'lucide-react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components';

/** One of several short ones. */
export function Select<T extends string>({
  label,
  value,
  onChange,
  options,
}: {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly words: string }[];
}) {
  return (
    <AriaSelect className="field select" value={value} onChange={(key) => onChange(String(key) as T)}>
      <Label>{label}</Label>
      <Button className="button">
        <SelectValue />
        <ChevronDown size={16} aria-hidden="true" />
      </Button>
      <Popover className="popover">
        <ListBox items={options.map(({ value: id, words }) => ({ id, words }))}>
          {({ id, words }) => (
            <ListBoxItem id={id} className="option" textValue={words}>
              {words}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
