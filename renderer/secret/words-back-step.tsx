import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../parts/text-field.tsx';
import type { StepProps } from './secret-window.tsx';
import { SubmitRow } from './submit-row.tsx';

/** Three words from the paper: who cannot, has not kept them. */
export function WordsBackStep({ form, busy, give }: StepProps) {
  const { t } = useTranslation('secret');
  const [back, setBack] = useState<readonly string[]>(['', '', '']);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give({ back: back.map((word) => word.trim().toLowerCase()) });
      }}
    >
      <p>{t('wordsBack')}</p>
      {(form.positions ?? []).map((position, index) => (
        <TextField
          key={position}
          label={t('wordNumber', { position })}
          value={back[index] ?? ''}
          onChange={(word) => setBack(back.map((one, at) => (at === index ? word : one)))}
          autoComplete="off"
          spellCheck="false"
          autoFocus={index === 0}
        />
      ))}
      <SubmitRow words={t('continue')} busy={busy} disabled={back.some((word) => word.trim() === '')} />
    </form>
  );
}
