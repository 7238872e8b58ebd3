import { useTranslation } from 'react-i18next';
import type { Excludes } from '../../core/contract/sets.ts';
import { Check } from './check.tsx';

const presets = [
  'caches',
  'trash',
  'development',
  'downloads',
  'virtual-machines',
] as const satisfies readonly Excludes['presets'][number][];

export const noExcludes: Excludes = {
  patterns: [],
  presets: ['caches', 'trash'],
  ifPresent: [],
  maxFileBytes: null,
  oneFileSystem: false,
};

/** What most people leave out, by name and with what it means. */
export function ExcludePresets({
  excludes,
  onChange,
}: {
  readonly excludes: Excludes;
  readonly onChange: (excludes: Excludes) => void;
}) {
  const { t } = useTranslation('excludes');
  return (
    <fieldset className="plain stack tight">
      <legend>{t('legend')}</legend>
      {presets.map((preset) => (
        <Check
          key={preset}
          isSelected={excludes.presets.includes(preset)}
          onChange={(isOn) =>
            onChange({
              ...excludes,
              presets: isOn
                ? [...excludes.presets, preset]
                : excludes.presets.filter((one) => one !== preset),
            })
          }
        >
          {t(`${preset}.title`)} <span className="soft">{t(`${preset}.words`)}</span>
        </Check>
      ))}
    </fieldset>
  );
}
