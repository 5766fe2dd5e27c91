import type { Random } from '#core/base/ids.ts';
import type { RandomBytes } from '#db/vault.ts';
import type { SecretBox } from '#db/secret-box.ts';
import type { Station } from '#workstation/station.ts';
import type { Timers } from '#workstation/sync/pace.ts';
import type { VenueNetwork } from '#workstation/venue/network.ts';

/** What hub and desk work with while a session is open. */
export interface VenueTools {
  readonly station: Station;
  readonly secrets: SecretBox;
  readonly network: VenueNetwork;
  readonly randomBytes: RandomBytes;
  readonly random: Random;
  readonly timers: Timers;
  /** Says where something broke; never with personal data. */
  readonly onBug: (error: unknown) => void;
}

/** Tells the screens to ask anew: nothing of it is a row. */
export function tellScreens({ station }: Pick<VenueTools, 'station'>): void {
  station.live.publish('signal', { kind: 'venue' });
}
