import './secret-window.css';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretBridge } from '../../core/contract/bridge.ts';
import type { SecretInput } from '../../core/contract/calls.ts';
import type { ErrorShape, Reply } from '../../core/contract/error-shape.ts';
import type { SecretForm } from '../../core/contract/secrets.ts';
import { Button } from '../parts/button.tsx';
import { ErrorPanel } from '../parts/error-panel.tsx';
import { KeyStep } from './key-step.tsx';
import { NewPassphraseStep } from './new-passphrase-step.tsx';
import { OneSecretStep } from './one-secret-step.tsx';
import { WordsBackStep } from './words-back-step.tsx';
import { WordsInStep } from './words-in-step.tsx';
import { WordsOutStep } from './words-out-step.tsx';

export type SecretValues = SecretInput<'secret.give'>['values'];

export type StepProps = {
  readonly form: SecretForm;
  readonly busy: boolean;
  readonly give: (values: SecretValues) => void;
};

const steps: Readonly<Record<Exclude<SecretForm['step'], 'done'>, React.ComponentType<StepProps>>> = {
  key: KeyStep,
  passphrase: OneSecretStep,
  'passphrase-new': NewPassphraseStep,
  password: OneSecretStep,
  'words-out': WordsOutStep,
  'words-back': WordsBackStep,
  'words-in': WordsInStep,
};

/** Takes one secret in, or shows the words, and ends: what was typed here is in no other window (design 5). */
export function SecretWindow({
  bridge,
  request,
}: {
  readonly bridge: SecretBridge;
  readonly request: string;
}) {
  const { t } = useTranslation('secret');
  const [form, setForm] = useState<SecretForm | null>(null);
  const [error, setError] = useState<ErrorShape | null>(null);
  const [busy, setBusy] = useState(false);
  const take = (reply: Reply<SecretForm>): void => {
    setBusy(false);
    if (!reply.ok) return setError(reply.error);
    setForm(reply.value);
    setError(reply.value.error);
    if (reply.value.step === 'done') window.close();
  };
  useEffect(() => {
    void bridge.call('secret.form', { request }).then(take);
    const tellClosed = (): void => void bridge.call('secret.close', { request });
    window.addEventListener('pagehide', tellClosed);
    return () => window.removeEventListener('pagehide', tellClosed);
  }, [bridge, request]);
  const give = (values: SecretValues): void => {
    setBusy(true);
    setError(null);
    void bridge.call('secret.give', { request, values }).then(take);
  };
  const Step = form === null || form.step === 'done' ? undefined : steps[form.step];
  return (
    <main className="secret" aria-busy={form === null && error === null}>
      <header className="stack tight">
        <h1>{form ? t(`${form.purpose}.title`) : 'Holdfast'}</h1>
        {form && <p className="soft">{t(`${form.purpose}.words`, { about: form.about })}</p>}
      </header>
      {error && <ErrorPanel error={error} actions={<></>} />}
      {form && Step && <Step key={form.step} form={form} busy={busy} give={give} />}
      {form?.step === 'done' && (
        <div className="stack" role="status">
          <p>{t('done')}</p>
          <div>
            <Button onPress={() => window.close()}>{t('close', { ns: 'common' })}</Button>
          </div>
        </div>
      )}
    </main>
  );
}
