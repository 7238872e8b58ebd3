import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { TextSetting } from './text-setting.tsx';

/** A whole number between two others; where nothing may be said, empty is null. */
export function NumberSetting({
  label,
  hint,
  value,
  min,
  max,
  optional = false,
  onSave,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly optional?: boolean;
  readonly onSave: (value: number | null) => void;
}) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  return (
    <TextSetting
      narrow
      label={label}
      {...(hint !== undefined && { hint })}
      value={value === null ? '' : String(value)}
      check={(text) => {
        if (text === '' && optional) return undefined;
        const number = Number(text);
        return text !== '' && Number.isInteger(number) && number >= min && number <= max
          ? undefined
          : t('between', { min: format.count(min), max: format.count(max) });
      }}
      onSave={(text) => onSave(text === '' ? null : Number(text))}
    />
  );
}
