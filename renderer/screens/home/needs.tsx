import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape, Reply } from '../../../core/contract/error-shape.ts';
import type { Need, Overview } from '../../../core/contract/sets.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { act, askSecret } from '../../state/act.ts';
import { show } from '../../state/app-store.ts';
import { useErrorWords } from '../../words/error-words.ts';
import { isUrgent } from './is-urgent.ts';

/** One line and one button each; nothing at all where nothing is wanted. */
export function Needs({ overview }: { readonly overview: Overview }) {
  const { t, i18n } = useTranslation('home');
  const errorWords = useErrorWords();
  const [error, setError] = useState<ErrorShape>();
  const set = overview.summary.id;
  // The sentence, its notices and the button on top say these already.
  const said: ReadonlySet<Need['kind']> = new Set([
    'first-backup' as const,
    ...(overview.summary.locked ? (['unlock'] as const) : []),
    ...(overview.summary.trouble ? (['trouble'] as const) : []),
  ]);
  const hasLapsed = overview.summary.state === 'lapsed';
  const wordsOf = (kind: Need['kind']) => (kind === 'renew' && hasLapsed ? 'renew-lapsed' : kind);
  const needs = overview.needs.filter(({ kind }) => !said.has(kind));
  if (needs.length === 0) return null;
  return (
    <Card title={t('needs.title')}>
      <ul className="home-needs">
        {needs.map((need, index) => (
          <li key={need.kind}>
            <p className="grow">
              {i18n.exists(`needs.words.${wordsOf(need.kind)}`, { ns: 'home' })
                ? t(`needs.words.${wordsOf(need.kind)}`, { ...need.figures })
                : need.words}{' '}
              {need.error && errorWords(need.error)}
            </p>
            <Button
              look={index === 0 && isUrgent(overview.summary.state) ? 'primary' : 'plain'}
              onPress={() => void run(need.kind)}
            >
              {t(`needs.do.${need.kind}`)}
            </Button>
          </li>
        ))}
      </ul>
      {error && <ErrorPanel error={error} />}
    </Card>
  );

  async function run(kind: Need['kind']): Promise<void> {
    const reply = await deeds[kind](set);
    setError(reply && !reply.ok ? reply.error : undefined);
  }
}

type Deed = (set: string) => Promise<Reply<unknown> | undefined>;

const lead =
  (screen: Parameters<typeof show>[0]): Deed =>
  async () => {
    show(screen);
    return await Promise.resolve(undefined);
  };
const start =
  (kind: 'backup' | 'renew' | 'audit' | 'drill'): Deed =>
  async (set) =>
    await act('job.start', { set, kind });
const ask =
  (purpose: Parameters<typeof askSecret>[0]): Deed =>
  async (set) =>
    await askSecret(purpose, set);

const deeds: Readonly<Record<Need['kind'], Deed>> = {
  unlock: ask('unlock'),
  'no-sources': lead('settings'),
  'first-backup': start('backup'),
  suspected: lead('protection'),
  renew: start('renew'),
  trouble: start('backup'),
  skipped: lead('activity'),
  prove: lead('protection'),
  'kit-confirm': ask('kit-show'),
  'kit-open': ask('kit-open'),
  'kit-yearly': ask('kit-open'),
  watcher: lead('settings'),
  drill: start('drill'),
  audit: start('audit'),
  clock: async (set) => await act('set.look', { set }),
  'key-alarm': ask('replace-key'),
};
