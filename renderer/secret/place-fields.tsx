import { useTranslation } from 'react-i18next';
import { Select } from '../parts/select.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { SecretValues } from './secret-window.tsx';

type Place = NonNullable<SecretValues['store']>;

export const emptyPlace: Place = {
  kind: 'b2',
  endpoint: 'https://api.backblazeb2.com',
  region: '',
  bucket: '',
  prefix: '',
  repositoryId: '',
};

/** Where the backups are, as the kit's page says it. */
export function PlaceFields({
  place,
  onChange,
}: {
  readonly place: Place;
  readonly onChange: (place: Place) => void;
}) {
  const { t } = useTranslation('secret');
  const field = (name: 'endpoint' | 'region' | 'bucket' | 'prefix' | 'repositoryId') => (
    <TextField
      label={t(`place.${name}`)}
      value={place[name]}
      onChange={(value) => onChange({ ...place, [name]: value.trim() })}
      autoComplete="off"
    />
  );
  return (
    <fieldset className="plain stack">
      <legend>{t('place.legend')}</legend>
      <Select
        label={t('place.kind')}
        value={place.kind}
        onChange={(kind) => onChange({ ...place, kind })}
        options={[
          { value: 'b2', words: 'Backblaze B2' },
          { value: 's3', words: 'S3' },
        ]}
      />
      {field('endpoint')}
      {place.kind === 's3' && field('region')}
      {field('bucket')}
      {field('prefix')}
      {field('repositoryId')}
    </fieldset>
  );
}
