import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../core/contract/shared.ts';
import { Asked } from '../../parts/asked.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useApp } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';

/** What a file looks like, from memory: nothing is written to this computer. */
export function FilePreview({
  source,
  snapshot,
  path,
  name,
}: {
  readonly source: Source;
  readonly snapshot: string;
  readonly path: string;
  readonly name: string;
}) {
  const { t } = useTranslation('restore');
  const asked = useCall('file.preview', { source, snapshot, path });
  return (
    <Asked of={asked} waiting={<Skeleton height={160} />}>
      {(preview) => {
        switch (preview.kind) {
          case 'text':
            return (
              <>
                <pre className="preview-text" tabIndex={0} aria-label={t('preview.of', { name })} dir="auto">
                  {preview.text}
                </pre>
                {preview.cut && <p className="soft">{t('preview.cut')}</p>}
              </>
            );
          case 'image':
            return (
              <img
                className="preview-image"
                src={`data:${preview.mime};base64,${preview.base64}`}
                alt={t('preview.of', { name })}
              />
            );
          case 'pdf':
            return <PdfPreview base64={preview.base64} name={name} />;
          default:
            return <p className="soft">{t(`preview.none.${preview.reason}`)}</p>;
        }
      }}
    </Asked>
  );
}

/**
 * The browser's own viewer shows it where there is one. The desktop window does not use Electron's: since Electron 41 that
 * viewer is made of frames within our window, of an extension, which our lock-down refuses like all that is not our own
 * files; and Electron documents only how to turn it on (`plugins`), not which frames and requests of it would have to be let
 * through. Wrongly let through, a file of the backups would be shown in a hole of the lock-down; too little, an empty frame.
 */
function PdfPreview({ base64, name }: { readonly base64: string; readonly name: string }) {
  const { t } = useTranslation('restore');
  const canShow = useApp(({ state }) => state?.shell === 'loopback') && navigator.pdfViewerEnabled;
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!canShow) return;
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [base64, canShow]);
  if (!canShow) return <p className="soft">{t('preview.pdfLater')}</p>;
  return url && <iframe className="preview-pdf" src={url} title={t('preview.of', { name })} />;
}
