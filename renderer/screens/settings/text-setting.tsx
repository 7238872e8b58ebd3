import { useState } from 'react';
import { TextField } from '../../parts/text-field.tsx';

/** Is kept when left or on Enter. What cannot be is said under it and not sent, and stays as it was typed. */
export function TextSetting({
  label,
  hint,
  value,
  check,
  onSave,
  lines = 1,
  type = 'text',
  narrow = false,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** @returns why it cannot be kept */
  readonly check?: (text: string) => string | undefined;
  readonly onSave: (text: string) => void;
  readonly lines?: number;
  readonly type?: 'text' | 'time' | 'url' | 'email';
  readonly narrow?: boolean;
}) {
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const keep = (): void => {
    if (typed === undefined) return;
    const text = lines === 1 ? typed.trim() : typed;
    const found = check?.(text);
    setProblem(found);
    if (found !== undefined) return;
    setTyped(undefined);
    if (text !== value) onSave(text);
  };
  return (
    <div className={narrow ? 'setting narrow' : 'setting'}>
      <TextField
        label={label}
        hint={hint}
        value={typed ?? value}
        onChange={setTyped}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && lines === 1) keep();
          else event.continuePropagation();
        }}
        problem={problem}
        lines={lines}
        type={type}
        spellCheck="false"
      />
    </div>
  );
}
