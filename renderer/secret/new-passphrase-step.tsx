import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Check } from '../parts/check.tsx';
import { TextField } from '../parts/text-field.tsx';
import { passphraseBits, passphraseStrength } from './passphrase-strength.ts';
import type { StepProps } from './secret-window.tsx';
import { SubmitRow } from './submit-row.tsx';

/** Typed twice, or once where it can be seen. */
export function NewPassphraseStep({ busy, give }: StepProps) {
  const { t } = useTranslation('secret');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isShown, setShown] = useState(false);
  const strength = passphraseStrength(passphrase);
  const differs = !isShown && again !== '' && again !== passphrase;
  const share = Math.min(1, passphraseBits(passphrase) / 80);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give({ passphrase });
      }}
    >
      <TextField
        label={t('newPassphrase')}
        hint={t('newPassphraseHint')}
        value={passphrase}
        onChange={setPassphrase}
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        autoFocus
      />
      <div className="strength" aria-hidden="true">
        <div className={strength} style={{ width: `${share * 100}%` }} />
      </div>
      <p role="status" className="soft">
        {passphrase !== '' && t(`strength.${strength}`)}
      </p>
      {!isShown && (
        <TextField
          label={t('passphraseAgain')}
          value={again}
          onChange={setAgain}
          type="password"
          autoComplete="new-password"
          problem={differs ? t('passphraseDiffers') : undefined}
        />
      )}
      <Check isSelected={isShown} onChange={setShown}>
        {t('showPassphrase')}
      </Check>
      <SubmitRow
        words={t('continue')}
        busy={busy}
        disabled={passphrase === '' || (!isShown && again !== passphrase)}
      />
    </form>
  );
}
