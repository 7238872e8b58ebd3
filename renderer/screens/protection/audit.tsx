import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { FolderPicker } from '../../parts/folder-picker.tsx';
import { act } from '../../state/act.ts';
import { useSaidWords } from '../../words/said-words.ts';
import type { PartProps } from './part-props.ts';
import { StartButton } from './start-button.tsx';

/** Everything compared with the provider's own answers; each finding says what it means. */
export function Audit({ set, view, after }: PartProps) {
  const { t } = useTranslation('protection');
  const format = useFormat();
  const say = useSaidWords();
  const [isPicking, setPicking] = useState(false);
  const [file, setFile] = useState<string | null>(null);
  const { audit } = view;
  const write = async (folder: string): Promise<void> => {
    const reply = await act('protection.report', { set, folder });
    if (reply.ok) setFile(reply.value.file);
    else after(reply.error);
  };
  return (
    <Card title={t('audit.title')} aside={audit && <span className="soft">{format.date(audit.at)}</span>}>
      <div className="stack">
        {audit === null ? (
          <p>{t('audit.never')}</p>
        ) : audit.findings.length === 0 ? (
          <p className="row">
            <CircleCheck size={18} color="var(--good)" aria-hidden="true" />
            {t('audit.clean')}
          </p>
        ) : (
          <ul className="findings stack tight" aria-label={t('audit.findings')}>
            {audit.findings.map(({ code, severity, words, said, isNew }) => (
              <li key={code}>
                {severity === 'alarm' ? (
                  <CircleAlert size={16} color="var(--red)" aria-label={t('audit.alarm')} />
                ) : (
                  <TriangleAlert size={16} color="var(--amber)" aria-label={t('audit.warning')} />
                )}
                <span>
                  {say({ words, said })} {isNew && <em>{t('audit.isNew')}</em>}
                </span>
              </li>
            ))}
          </ul>
        )}
        <StartButton
          set={set}
          kind="audit"
          words={t('audit.now')}
          running={t('audit.running')}
          onFailed={after}
        />
        <StartButton
          set={set}
          kind="renew"
          words={t('audit.extend')}
          running={t('audit.extending')}
          onFailed={after}
        />
        {audit !== null && (
          <div className="outdent">
            <Button look="quiet" onPress={() => setPicking(true)}>
              {t('audit.report')}
            </Button>
          </div>
        )}
        <p role="status">{file !== null && t('audit.written', { file })}</p>
      </div>
      <FolderPicker
        isOpen={isPicking}
        title={t('audit.reportWhere')}
        onClose={() => setPicking(false)}
        onPick={([folder]) => folder !== undefined && void write(folder)}
      />
    </Card>
  );
}
