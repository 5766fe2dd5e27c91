import { sql, type WritableDb } from '#db/handles.ts';

/** Returns the text whose hash stands for a row's whole content. */
export function rowIdentity(content: string): string {
  return `row\u0000${content}`;
}

/** Returns the text whose hash stands for a customer number. */
export function refIdentity(ref: string): string {
  return `ref\u0000${ref}`;
}

/** Returns the text whose hash stands for a phone as a file gave it, whatever it is corrected to later. */
export function phoneIdentity(phone: string): string {
  return `phone\u0000${phone}`;
}

/** Remembers which client an identity became. The first client keeps it, unless that client is gone. */
export function rememberIdentity(
  db: WritableDb,
  hash: Uint8Array,
  became: { readonly clientId: string; readonly run: number },
): void {
  sql(
    db,
    `INSERT INTO import_identity (hash, client_id, run) VALUES (?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET client_id = excluded.client_id, run = excluded.run
     WHERE NOT EXISTS (SELECT 1 FROM client WHERE id = import_identity.client_id)`,
  ).run(hash, became.clientId, became.run);
}

/** Records which clients bear which customer numbers, so that a file finds those who came by sync or by hand. */
export function rememberRefs(
  db: WritableDb,
  refs: readonly { readonly hash: Uint8Array; readonly clientId: string }[],
): void {
  db.transaction(() => {
    for (const { hash, clientId } of refs) rememberIdentity(db, hash, { clientId, run: 0 });
  }).immediate();
}
