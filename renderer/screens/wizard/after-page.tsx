import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { act } from '../../state/act.ts';
import { chooseSet, show } from '../../state/app-store.ts';
import { askSecret } from '../../state/act.ts';
import { useSaidWords } from '../../words/said-words.ts';
import type { PageProps } from './wizard.tsx';
import { WizardFrame } from './wizard-frame.tsx';

/** The proof, the kit opened once for real, the set-up key made useless, and who watches when this computer is off. */
export function AfterPage({ draft, view }: PageProps) {
  const { t } = useTranslation('wizard');
  const say = useSaidWords();
  const [ping, setPing] = useState(view.draft.ping ?? '');
  const [isPingSaved, setPingSaved] = useState(false);
  const { done, set } = view;
  const { storage } = view.draft;
  if (!done || set === null) return null;
  const finish = async (): Promise<void> => {
    const reply = await act('setup.leave', {});
    if (!reply.ok) return void draft.run('setup.view');
    chooseSet(set);
    show('home');
  };
  const openKit = async (): Promise<void> => {
    await askSecret('kit-open', set);
    await draft.run('setup.view');
  };
  const savePing = async (): Promise<void> => {
    const reply = await act('set.change', { set, change: { ping: ping.trim() === '' ? null : ping.trim() } });
    setPingSaved(reply.ok);
    if (!reply.ok) await draft.run('setup.view');
  };
  return (
    <WizardFrame
      title={t('after.title')}
      words={
        storage
          ? t(`after.words.${storage.kind}`, { bucket: 'bucket' in storage ? storage.bucket : '' })
          : done.place
      }
      error={draft.error}
      next={
        <Button look="primary" onPress={() => void finish()}>
          {t('after.finish')}
        </Button>
      }
    >
      {done.proof !== null && (
        <NoticeBar tone={done.proof === 'proven' ? 'good' : 'amber'} title={t('after.proof.title')}>
          <p>{t(`after.proof.${done.proof}`)}</p>
        </NoticeBar>
      )}
      {done.warnings.map((warning) => (
        <NoticeBar key={warning.words} tone="amber">
          <p>{say(warning)}</p>
        </NoticeBar>
      ))}
      <NoticeBar
        tone={done.kitOpened ? 'good' : 'amber'}
        title={t('after.kit.title')}
        actions={!done.kitOpened && <Button onPress={() => void openKit()}>{t('after.kit.open')}</Button>}
      >
        <p>{t(done.kitOpened ? 'after.kit.done' : 'after.kit.words')}</p>
      </NoticeBar>
      {done.setUpKeyDead !== null && (
        <NoticeBar
          tone={done.setUpKeyDead ? 'good' : 'amber'}
          title={t('after.key.title')}
          actions={
            !done.setUpKeyDead && (
              <Button isDisabled={draft.busy} onPress={() => void draft.run('setup.check-key-dead')}>
                {t('after.key.check')}
              </Button>
            )
          }
        >
          <p>{t(done.setUpKeyDead ? 'after.key.dead' : 'after.key.words')}</p>
        </NoticeBar>
      )}
      <Card title={t('after.watcher.title')}>
        <div className="stack">
          <p>{t('after.watcher.words')}</p>
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              void savePing();
            }}
          >
            <div className="grow">
              <TextField
                label={t('after.watcher.ping')}
                hint={t('after.watcher.pingHint')}
                value={ping}
                onChange={setPing}
                type="url"
              />
            </div>
            <Button type="submit">{t('save', { ns: 'common' })}</Button>
          </form>
          <p role="status">{isPingSaved && t('after.watcher.saved')}</p>
        </div>
      </Card>
      <p className="soft">{say(done.keyWords)}</p>
    </WizardFrame>
  );
}
