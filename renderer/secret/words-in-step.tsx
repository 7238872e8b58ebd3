import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileTrigger } from 'react-aria-components';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/text-field.tsx';
import { PlaceFields, emptyPlace } from './place-fields.tsx';
import { readQrPicture } from './read-qr-picture.ts';
import type { StepProps } from './secret-window.tsx';
import { SubmitRow } from './submit-row.tsx';

/** Words alone do not say where the backups are; a kit's text or its QR code does. */
const saysPlace = (words: string): boolean => /bucket/i.test(words) || words.trim().split(/\s+/).length > 26;

/** Words typed, the kit pasted, or a picture of its code; and for a recovery a key that may read. */
export function WordsInStep({ form, busy, give }: StepProps) {
  const { t } = useTranslation('secret');
  const [words, setWords] = useState('');
  const [keyId, setKeyId] = useState('');
  const [key, setKey] = useState('');
  const [place, setPlace] = useState(emptyPlace);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const isRecovery = form.purpose === 'recovery';
  const needsPlace = isRecovery && words.trim() !== '' && !saysPlace(words);
  const readFile = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const text = file.type.startsWith('image/')
      ? await readQrPicture(file).catch(() => null)
      : await file.text();
    if (text === null) return setProblem(t('noCode'));
    setProblem(undefined);
    setWords(text);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give({
          words,
          ...(isRecovery && { keyId: keyId.trim(), key: key.trim() }),
          ...(needsPlace && { store: place }),
        });
      }}
    >
      <TextField
        label={t('wordsOrKit')}
        hint={t('wordsOrKitHint')}
        problem={problem}
        value={words}
        onChange={setWords}
        lines={5}
        autoComplete="off"
        spellCheck="false"
        autoFocus
      />
      <div>
        <FileTrigger
          acceptedFileTypes={['image/*', 'text/plain', 'text/html']}
          onSelect={(files) => void readFile(files?.[0])}
        >
          <Button>{t('openKitFile')}</Button>
        </FileTrigger>
      </div>
      {needsPlace && <PlaceFields place={place} onChange={setPlace} />}
      {isRecovery && (
        <>
          <TextField
            label={t('readKeyId')}
            hint={t('readKeyHint')}
            value={keyId}
            onChange={setKeyId}
            autoComplete="off"
          />
          <TextField label={t('readKey')} value={key} onChange={setKey} type="password" autoComplete="off" />
        </>
      )}
      <SubmitRow
        words={isRecovery ? t('connect') : t('continue')}
        busy={busy}
        disabled={words.trim() === '' || (isRecovery && (keyId.trim() === '' || key.trim() === ''))}
      />
    </form>
  );
}
