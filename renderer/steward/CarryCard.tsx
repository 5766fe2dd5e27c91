import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '#renderer/lib/save-blob.ts';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import type { WrittenFile } from '#renderer/steward/hand-over.ts';
import classes from '#renderer/steward/steward.module.css';

interface Props {
  readonly desk: StewardDesk;
  readonly title: string;
  /** Back to the door; null where there is none, and nothing to scan another hub's code with. */
  readonly onClose: (() => void) | null;
}

/** What to do with entries whose hub does not come back: another hub's code, or an encrypted file for any host's desk. */
export function CarryCard({ desk, title, onClose }: Props) {
  const { t } = useTranslation('steward');
  const [written, setWritten] = useState<WrittenFile | null>(null);
  const [standing, setStanding] = useState<'READY' | 'BUSY' | 'FAILED'>('READY');
  const write = async (): Promise<void> => {
    setStanding('BUSY');
    try {
      const file = await desk.writeFile();
      setWritten(file);
      if (file) saveBlob(new Blob([file.content], { type: 'application/json' }), fileName(title));
      setStanding('READY');
    } catch {
      setStanding('FAILED');
    }
  };
  return (
    <section className={classes.carry} data-testid="steward-carry">
      <h2>{t('carry.title')}</h2>
      <ol>
        {onClose && <li>{t('carry.byHub')}</li>}
        <li>{t('carry.byFile')}</li>
      </ol>
      {written && (
        <div role="status">
          <p>{t('carry.written', { n: written.entries })}</p>
          <p className={classes.passphrase} data-testid="steward-passphrase">
            {written.passphrase}
          </p>
          <p>{t('carry.say')}</p>
        </div>
      )}
      {standing === 'FAILED' && (
        <p className={classes.problem} role="alert">
          {t('carry.failed')}
        </p>
      )}
      <div className={classes.row}>
        <button
          type="button"
          className={classes.primary}
          disabled={standing === 'BUSY'}
          onClick={() => void write()}
          data-testid="steward-file"
        >
          {t(standing === 'BUSY' ? 'carry.busy' : written ? 'carry.again' : 'carry.do')}
        </button>
        {onClose && (
          <button type="button" className={classes.plain} onClick={onClose}>
            {t('carry.back')}
          </button>
        )}
      </div>
    </section>
  );
}

function fileName(title: string): string {
  return `${title.replaceAll(/[\\/:*?"<>|]/g, ' ')}.zhike`;
}
