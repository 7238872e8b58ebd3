import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../parts/text-field.tsx';
import type { StepProps } from './secret-window.tsx';
import { SubmitRow } from './submit-row.tsx';

/** A pair from a provider: the id may be seen, the key may not. */
export function KeyStep({ busy, give }: StepProps) {
  const { t } = useTranslation('secret');
  const [keyId, setKeyId] = useState('');
  const [key, setKey] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give({ keyId: keyId.trim(), key: key.trim() });
      }}
    >
      <TextField label={t('keyId')} value={keyId} onChange={setKeyId} autoComplete="off" autoFocus />
      <TextField label={t('key')} value={key} onChange={setKey} type="password" autoComplete="off" />
      <SubmitRow words={t('use')} busy={busy} disabled={keyId.trim() === '' || key.trim() === ''} />
    </form>
  );
}
