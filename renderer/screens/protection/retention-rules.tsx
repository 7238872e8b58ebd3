import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Retention, RetentionPreview } from '../../../core/contract/protection.ts';
import { retentionPresets } from '../../../core/contract/retention-presets.ts';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Choices } from '../../parts/choices.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { act } from '../../state/act.ts';
import { useCall } from '../../state/use-call.ts';
import type { PartProps } from './part-props.ts';
import { presetNames, presetOf, rules, type PresetName } from './preset-of.ts';

/** Which snapshots are kept, with a picture of a year; nothing changes until it is said. */
export function RetentionRules({ set, view, after }: PartProps) {
  const { t } = useTranslation('protection');
  const [retention, setRetention] = useState<Retention>(view.retention);
  const [isOwn, setOwn] = useState(presetOf(view.retention) === 'own');
  const preset: PresetName = isOwn ? 'own' : presetOf(retention);
  const preview = useCall('retention.preview', { set, retention });
  const isChanged = JSON.stringify(retention) !== JSON.stringify(view.retention);
  const choose = (name: PresetName): void => {
    setOwn(name === 'own');
    if (name !== 'own') setRetention(retentionPresets[name]);
  };
  const save = async (): Promise<void> => {
    const reply = await act('retention.change', { set, retention });
    after(reply.ok ? null : reply.error);
  };
  return (
    <Card title={t('retention.title')}>
      <div className="stack">
        <p>{t('retention.words')}</p>
        <Choices<PresetName>
          label={t('retention.choose')}
          value={preset}
          onChange={choose}
          choices={[...presetNames, 'own' as const].map((value) => ({
            value,
            title: t(`retention.presets.${value}.title`),
            words: t(`retention.presets.${value}.words`),
          }))}
        />
        {preset === 'own' && <Reaches retention={retention} onChange={setRetention} />}
        <Asked of={preview}>{(value) => <Picture preview={value} />}</Asked>
        {isChanged && (
          <div>
            <Button look="primary" onPress={() => void save()}>
              {t('retention.save')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

/** Days; empty: no such rule; "forever" as 0 would mislead, so it is a word. */
function Reaches({
  retention,
  onChange,
}: {
  readonly retention: Retention;
  readonly onChange: (retention: Retention) => void;
}) {
  const { t } = useTranslation('protection');
  const forever = t('retention.forever');
  const read = (typed: string): Retention['all'] | undefined => {
    const text = typed.trim().toLowerCase();
    if (text === '') return null;
    if (text === forever.toLowerCase()) return 'forever';
    const days = Number(text);
    return Number.isInteger(days) && days >= 1 && days <= 36_500 ? days : undefined;
  };
  const shown = (reach: Retention['all']): string =>
    reach === null ? '' : reach === 'forever' ? forever : String(reach);
  const [typed, setTyped] = useState(Object.fromEntries(rules.map((rule) => [rule, shown(retention[rule])])));
  return (
    <div className="reach-fields">
      {rules.map((rule) => (
        <TextField
          key={rule}
          label={t(`retention.rules.${rule}`)}
          hint={t('retention.reachHint')}
          value={typed[rule] ?? ''}
          problem={read(typed[rule] ?? '') === undefined ? t('retention.impossible', { forever }) : undefined}
          onChange={(text) => {
            setTyped({ ...typed, [rule]: text });
            const reach = read(text);
            if (reach !== undefined) onChange({ ...retention, [rule]: reach });
          }}
        />
      ))}
    </div>
  );
}

function Picture({ preview }: { readonly preview: RetentionPreview }) {
  const { t } = useTranslation('protection');
  const format = useFormat();
  const { picture, kept, dropped, waitsUntil } = preview;
  const days = picture.filter((day) => day.kept).length;
  return (
    <div className="stack tight">
      <div className="keep-picture" role="img" aria-label={t('retention.picture', { count: days })}>
        {picture.toReversed().map(({ daysAgo, kept: isKept }) => (
          <div key={daysAgo} className={isKept ? 'kept' : ''} />
        ))}
      </div>
      <p className="row spread soft" aria-hidden="true">
        <span>{t('retention.yearAgo')}</span>
        <span>{t('retention.today')}</span>
      </p>
      <p>
        {t('retention.kept', { count: kept })}{' '}
        {dropped.length > 0 && t('retention.dropped', { count: dropped.length })}
        {dropped.length > 0 &&
          waitsUntil !== null &&
          ` ${t('retention.waits', { date: format.date(waitsUntil) })}`}
      </p>
    </div>
  );
}
