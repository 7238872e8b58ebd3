import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../parts/text-field.tsx';
import type { StepProps } from './secret-window.tsx';
import { SubmitRow } from './submit-row.tsx';

/** A passphrase or password that exists already. */
export function OneSecretStep({ form, busy, give }: StepProps) {
  const { t } = useTranslation('secret');
  const [secret, setSecret] = useState('');
  const what = form.step === 'password' ? 'password' : 'passphrase';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give({ [what]: secret });
        setSecret('');
      }}
    >
      <TextField
        label={t(what)}
        value={secret}
        onChange={setSecret}
        type="password"
        autoComplete="off"
        autoFocus
      />
      <SubmitRow words={t('continue')} busy={busy} disabled={secret === ''} />
    </form>
  );
}
