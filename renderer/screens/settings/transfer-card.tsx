import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { FolderPicker } from '../../parts/folder-picker.tsx';
import { act } from '../../state/act.ts';

/** Settings of a set as a file without a secret, and back. */
export function TransferCard({ set, onImported }: { readonly set: string; readonly onImported: () => void }) {
  const { t } = useTranslation('settings');
  const [picking, setPicking] = useState<'export' | 'import'>();
  const [error, setError] = useState<ErrorShape>();
  const [words, setWords] = useState('');
  const write = async (folder: string): Promise<void> => {
    const reply = await act('app.export-settings', { set, folder });
    setError(reply.ok ? undefined : reply.error);
    setWords(reply.ok ? t('transfer.written', { file: reply.value.file }) : '');
  };
  const read = async (file: string): Promise<void> => {
    const reply = await act('app.import-settings', { set, file });
    setError(reply.ok ? undefined : reply.error);
    setWords(reply.ok ? t('transfer.read') : '');
    if (reply.ok) onImported();
  };
  return (
    <Card title={t('transfer.title')}>
      <div className="stack">
        <p className="soft">{t('transfer.words')}</p>
        <div className="row">
          <Button onPress={() => setPicking('export')}>{t('transfer.export')}</Button>
          <Button onPress={() => setPicking('import')}>{t('transfer.import')}</Button>
        </div>
        <p role="status" className="name">
          {words}
        </p>
        {error && <ErrorPanel error={error} />}
      </div>
      <FolderPicker
        title={t('transfer.exportTitle')}
        isOpen={picking === 'export'}
        onClose={() => setPicking(undefined)}
        onPick={([folder]) => folder !== undefined && void write(folder)}
      />
      <FolderPicker
        title={t('transfer.importTitle')}
        isOpen={picking === 'import'}
        files
        onClose={() => setPicking(undefined)}
        onPick={([file]) => file !== undefined && void read(file)}
      />
    </Card>
  );
}
