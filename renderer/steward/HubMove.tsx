import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stewardLink, type StewardHubLink } from '#core/venue/pairing.ts';
import type { CarriedText, StewardDesk } from '#renderer/steward/desk.ts';
import classes from '#renderer/steward/steward.module.css';

interface Props {
  readonly desk: StewardDesk;
  readonly link: StewardHubLink;
}

/**
 * A hub's link was scanned here. The one this page came from pairs anew; another one opens beside it with all that was noted
 * here, since a browser keeps a store for each address. Anybody can show a code, so the address is to be compared.
 */
export function HubMove({ desk, link }: Props) {
  const { t } = useTranslation('steward');
  const [carried, setCarried] = useState<CarriedText | null>(null);
  useEffect(() => {
    let isHere = true;
    void desk.packed().then((packed) => isHere && setCarried(packed));
    return () => {
      isHere = false;
    };
  }, [desk]);
  const address = stewardLink(link);
  const isThisHub = new URL(address).origin === location.origin;
  const behind = carried && !isThisHub && carried.ids.length > 0 ? `.${carried.text}` : '';
  const follow = (): void => {
    if (carried && !isThisHub) void desk.markCarried(carried.ids);
    desk.clear();
  };
  return (
    <section className={classes.move} data-testid="hub-move">
      <h2>{t('move.title')}</h2>
      <p className={classes.address}>{new URL(address).host}</p>
      <p>{t('move.compare')}</p>
      {carried && (
        <a
          className={classes.primary}
          href={address + behind}
          {...(isThisHub ? {} : { target: '_blank', rel: 'noopener' })}
          onClick={follow}
        >
          {isThisHub ? t('move.again') : t('move.go', { n: carried.ids.length })}
        </a>
      )}
      <button type="button" className={classes.plain} onClick={desk.clear}>
        {t('move.stay')}
      </button>
    </section>
  );
}
