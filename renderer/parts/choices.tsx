import './field.css';
import { Label, Radio, RadioGroup } from 'react-aria-components';

export type Choice<T extends string> = {
  readonly value: T;
  readonly title: string;
  /** What it means, in a sentence. */
  readonly words?: string;
  readonly disabled?: boolean;
};

/** One of a few, each with what it means. */
export function Choices<T extends string>({
  label,
  value,
  onChange,
  choices,
}: {
  readonly label: string;
  readonly value: T | null;
  readonly onChange: (value: T) => void;
  readonly choices: readonly Choice<T>[];
}) {
  return (
    <RadioGroup className="field" value={value} onChange={(one) => onChange(one as T)}>
      <Label>{label}</Label>
      <div className="choices">
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            className="choice"
            isDisabled={choice.disabled ?? false}
          >
            <span className="dot" aria-hidden="true" />
            <span>
              <strong>{choice.title}</strong>
              {choice.words}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
