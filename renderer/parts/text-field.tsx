import './field.css';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps,
} from 'react-aria-components';

/** One line unless `lines` says more. A problem is said under it, and readers tell it. */
export function TextField({
  label,
  hint,
  problem,
  lines = 1,
  ...props
}: Omit<TextFieldProps, 'className'> & {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly lines?: number;
}) {
  return (
    // A problem is told, but never keeps a form from being sent again.
    <AriaTextField validationBehavior="aria" {...props} className="field" isInvalid={problem !== undefined}>
      <Label>{label}</Label>
      {lines === 1 ? <Input className="input" /> : <TextArea className="input" rows={lines} />}
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </AriaTextField>
  );
}
