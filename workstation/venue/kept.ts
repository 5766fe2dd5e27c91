import { z } from 'zod';
import { idField } from '#core/sync/fields.ts';
import { saveSealed } from '#db/changes/sealed-setting.ts';
import { readSealed } from '#db/queries/sealed-setting.ts';
import type { SecretBox } from '#db/secret-box.ts';
import type { Station } from '#workstation/station.ts';
import { refusal } from '#workstation/venue/refusals.ts';
import { keptVisitor } from '#workstation/venue/visitors.ts';

/** A hub as it comes back after the program ended, however it ended. */
const keptHub = z.object({
  eventId: idField,
  /** False once the manager closed it. */
  isOpen: z.boolean(),
  port: z.int(),
  identity: z.object({ key: z.string(), certificate: z.string(), fingerprint: z.string() }),
  visitors: z.array(keptVisitor),
  /** Who was refused, latest first: the host may ask after the evening. */
  refusals: z.array(refusal).default([]),
});
export type KeptHub = z.infer<typeof keptHub>;

/** A desk's session at another's hub. */
const keptDesk = z.object({
  eventId: idField,
  hubName: z.string(),
  host: z.string(),
  port: z.int(),
  fingerprint: z.string(),
  token: z.string(),
});
export type KeptDesk = z.infer<typeof keptDesk>;

/** One thing kept sealed among the settings of this device. */
export interface Kept<Value> {
  /** Null where nothing is kept, or it cannot be read. */
  readonly read: () => Value | null;
  readonly write: (value: Value | null) => void;
}

/** Where a hub's key and sessions lie: sealed under the vault's key. */
export function keptHubOf(station: Station, secrets: SecretBox): Kept<KeptHub> {
  return kept('venue.hub', keptHub, { station, secrets });
}

/** Where a desk's token lies: sealed under the vault's key. */
export function keptDeskOf(station: Station, secrets: SecretBox): Kept<KeptDesk> {
  return kept('venue.desk', keptDesk, { station, secrets });
}

interface Tools {
  readonly station: Station;
  readonly secrets: SecretBox;
}

function kept<Shape extends z.ZodType>(
  key: string,
  shape: Shape,
  { station, secrets }: Tools,
): Kept<z.infer<Shape>> {
  return {
    read: () => {
      const sealed = readSealed(station.db, key);
      const text = sealed === null ? null : secrets.open(key, sealed);
      const read = text === null ? null : shape.safeParse(JSON.parse(text));
      return read?.success ? read.data : null;
    },
    write: (value) =>
      saveSealed(station.db, key, value === null ? null : secrets.seal(key, JSON.stringify(value))),
  };
}
