import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppSettings } from '../../../core/contract/app.ts';
import { Button } from '../../parts/button.tsx';
import { Check } from '../../parts/check.tsx';
import { NumberSetting } from './number-setting.tsx';
import { TextSetting } from './text-setting.tsx';

type Mail = NonNullable<AppSettings['mail']>;

const blank: Mail = { host: '', port: 465, secure: true, user: '', from: '', to: '' };

/** A mail account is kept once it is whole; until then nothing of it is sent anywhere. */
export function MailFields({
  mail,
  onSave,
  onPassword,
}: {
  readonly mail: Mail | null;
  readonly onSave: (mail: Mail) => void;
  readonly onPassword: () => void;
}) {
  const { t } = useTranslation('settings');
  const [own, setOwn] = useState(mail ?? blank);
  const set = (part: Partial<Mail>): void => {
    const changed = { ...own, ...part };
    setOwn(changed);
    if (changed.host !== '' && changed.from !== '' && changed.to !== '') onSave(changed);
  };
  const needed = (text: string): string | undefined =>
    text === '' || text.length > 255 ? t('reports.needed') : undefined;
  const address = (text: string): string | undefined =>
    text.length <= 255 && /^[^@\s]+@[^@\s]+$/.test(text) ? undefined : t('reports.address');
  return (
    <div className="stack setting-inset">
      <div className="setting-pair">
        <TextSetting
          label={t('reports.host')}
          value={own.host}
          check={needed}
          onSave={(host) => set({ host })}
        />
        <NumberSetting
          label={t('reports.port')}
          value={own.port}
          min={1}
          max={65_535}
          onSave={(port) => port !== null && set({ port })}
        />
      </div>
      <Check isSelected={own.secure} onChange={(secure) => set({ secure })}>
        {t('reports.secure')}
      </Check>
      <div className="setting-pair">
        <TextSetting
          label={t('reports.from')}
          type="email"
          value={own.from}
          check={address}
          onSave={(from) => set({ from })}
        />
        <TextSetting
          label={t('reports.to')}
          type="email"
          value={own.to}
          check={address}
          onSave={(to) => set({ to })}
        />
      </div>
      <TextSetting label={t('reports.user')} value={own.user} onSave={(user) => set({ user })} />
      {mail === null ? (
        <p className="soft">{t('reports.incomplete')}</p>
      ) : (
        <div>
          <Button onPress={onPassword}>{t('reports.password')}</Button>
        </div>
      )}
    </div>
  );
}
