import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Disclosure, DisclosurePanel } from 'react-aria-components';
import type { StorageChoice } from '../../../core/contract/setup.ts';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { act } from '../../state/act.ts';

type Remote = Exclude<StorageChoice, { readonly kind: 'practice' }>;

export function StorageFields({
  choice,
  onChange,
}: {
  readonly choice: Remote;
  readonly onChange: (choice: StorageChoice) => void;
}) {
  const { t } = useTranslation('wizard');
  const text = (name: 'bucket' | 'prefix' | 'region' | 'endpoint', value: string) => (
    <TextField
      label={t(`storage.${name}`)}
      hint={t(`storage.${name}Hint`)}
      value={value}
      onChange={(typed) => onChange({ ...choice, [name]: typed.trim() } as StorageChoice)}
      spellCheck="false"
      autoComplete="off"
    />
  );
  return (
    <div className="stack">
      {choice.kind === 's3' && text('endpoint', choice.endpoint)}
      {choice.kind === 's3' && text('region', choice.region)}
      {text('bucket', choice.bucket)}
      <Choices
        label={t('storage.whichKey')}
        value={choice.key}
        onChange={(key) => onChange({ ...choice, key })}
        choices={[
          { value: 'set-up', title: t('storage.setUpKey'), words: t(`storage.setUpKeyWords.${choice.kind}`) },
          {
            value: 'storage',
            title: t('storage.storageKey'),
            words: t(`storage.storageKeyWords.${choice.kind}`),
          },
        ]}
      />
      {choice.kind === 's3' && <PolicyToPaste />}
      <Disclosure>
        <Button slot="trigger" look="quiet">
          {t('storage.more')}
        </Button>
        <DisclosurePanel>
          <div className="stack">
            {text('prefix', choice.prefix)}
            {choice.kind === 'b2' && (
              <TextField
                label={t('storage.endpoint')}
                hint={t('storage.b2EndpointHint')}
                value={choice.endpoint ?? ''}
                onChange={(typed) =>
                  onChange({ ...choice, endpoint: typed.trim() === '' ? null : typed.trim() })
                }
                spellCheck="false"
                autoComplete="off"
              />
            )}
          </div>
        </DisclosurePanel>
      </Disclosure>
    </div>
  );
}

/** On AWS and its like rights are given by a policy, which a person pastes on the provider's page. */
function PolicyToPaste() {
  const { t } = useTranslation('wizard');
  const [policy, setPolicy] = useState<string | null>(null);
  const ask = async (): Promise<void> => {
    const reply = await act('setup.policy', {});
    if (reply.ok) setPolicy(reply.value.policy);
  };
  if (policy === null)
    return (
      <div>
        <Button onPress={() => void ask()}>{t('storage.showPolicy')}</Button>
      </div>
    );
  return (
    <TextField
      label={t('storage.policy')}
      hint={t('storage.policyHint')}
      value={policy}
      lines={10}
      isReadOnly
    />
  );
}
