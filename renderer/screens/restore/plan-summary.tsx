import { useTranslation } from 'react-i18next';
import type { RestorePlanView } from '../../../core/contract/restore.ts';
import { useFormat } from '../../format/use-format.ts';
import { visibleName } from '../../format/visible-name.ts';
import { useSaidWords } from '../../words/said-words.ts';
import { Asked } from '../../parts/asked.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import type { Asked as Answer } from '../../state/use-call.ts';

/** What the restore would do, spelled out. */
export function PlanSummary({ asked }: { readonly asked: Answer<RestorePlanView> }) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const say = useSaidWords();
  return (
    <section aria-label={t('plan.title')} aria-busy={asked.busy} className="stack">
      <Asked of={asked} waiting={<Skeleton height={140} />}>
        {(plan) => {
          return (
            <>
              <dl className="plan">
                <dt>{t('plan.what')}</dt>
                <dd>
                  {t('plan.files', { count: plan.files, size: format.size(plan.bytes) })}
                  {plan.alreadyThere > 0 && <> · {t('plan.alreadyThere', { count: plan.alreadyThere })}</>}
                </dd>
                <dt>{t('plan.where')}</dt>
                <dd>
                  <bdi className="plan-path">{plan.resultPath}</bdi>
                  {plan.example !== null && (
                    <span className="soft plan-path">
                      {t('plan.example')} <bdi>{visibleName(plan.example, 2000)}</bdi>
                    </span>
                  )}
                </dd>
                <dt>{t('plan.download')}</dt>
                <dd>
                  {format.size(plan.downloadBytes)}
                  {plan.downloadCost !== null && (
                    <> · {t('plan.cost', { money: format.money(plan.downloadCost, plan.currency) })}</>
                  )}
                </dd>
                {plan.freeBytes !== null && (
                  <>
                    <dt>{t('plan.free')}</dt>
                    <dd>{format.size(plan.freeBytes)}</dd>
                  </>
                )}
              </dl>
              {plan.files === 0 && (
                <NoticeBar tone="plain">
                  <p>{t('plan.nothing')}</p>
                </NoticeBar>
              )}
              {plan.replaces > 0 && (
                <NoticeBar tone="amber">
                  <p>{t('plan.replaces', { count: plan.replaces })}</p>
                </NoticeBar>
              )}
              {plan.warnings.map((warning) => (
                <NoticeBar key={warning.words} tone="amber">
                  <p>{say(warning)}</p>
                </NoticeBar>
              ))}
            </>
          );
        }}
      </Asked>
    </section>
  );
}
