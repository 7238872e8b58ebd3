import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import { act } from '../state/act.ts';
import { useErrorWords } from '../words/error-words.ts';
import { Button } from './button.tsx';
import { TextField } from './text-field.tsx';

/** Asks for a name and makes the folder; what the computer says against it stands beside the field. */
export function NewFolder({
  parent,
  onMade,
  onCancel,
}: {
  readonly parent: string;
  readonly onMade: (path: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const errorWords = useErrorWords();
  const [name, setName] = useState('');
  const [error, setError] = useState<ErrorShape>();
  const make = async (): Promise<void> => {
    const reply = await act('app.make-folder', { parent, name: name.trim() });
    if (reply.ok) onMade(reply.value.path);
    else setError(reply.error);
  };
  return (
    <form
      className="folder-picker-path"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void make();
      }}
    >
      <TextField
        label={t('picker.newName')}
        value={name}
        onChange={setName}
        maxLength={255}
        problem={error && errorWords(error)}
        autoFocus
      />
      <Button onPress={onCancel}>{t('cancel')}</Button>
      <Button type="submit" isDisabled={name.trim() === ''}>
        {t('picker.make')}
      </Button>
    </form>
  );
}
