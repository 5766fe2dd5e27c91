import type { Instant } from '#core/base/time.ts';
import { foldName, nameTerms } from '#core/clients/name-terms.ts';
import type { Stage } from '#core/lifecycle/stage.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { bands } from '#db/search/client-terms.ts';
import { searchSteps, type SearchStep } from '#db/search/search-steps.ts';

/** How a search text found a client. */
export type MatchedBy = 'NAME' | 'PINYIN' | 'INITIALS' | 'PHONE';

export interface FoundClient {
  readonly id: string;
  readonly name: string;
  /** In full: whoever shows it masks it. */
  readonly phone: string | null;
  readonly tier: ClientFields['tier'];
  readonly city: string | null;
  readonly stage: Stage;
  readonly aumFen: number;
  readonly isBlocked: boolean;
  readonly lastContactAt: Instant | null;
  readonly matchedBy: MatchedBy;
}

/** How many hits of one band are sorted: of more than that, the first are taken. */
const mostSorted = 600;
/** The same where terms find more than was asked for and a closer look follows. */
const mostVerified = 3000;

/**
 * Finds clients by any one or two characters of the name, by pinyin, its beginning or initials, or by three or more
 * neighbouring digits of the phone. Whole names first, then names that begin so, then those that contain it;
 * among equals the larger balance, then the latest contact.
 */
export function searchClients(
  db: ReadableDb,
  text: string,
  { limit }: { readonly limit: number },
): FoundClient[] {
  const found = new Map<number, FoundRow>();
  for (const step of searchSteps(text)) {
    if (found.size >= limit) break;
    readStep(db, step, { found, limit });
  }
  return readClients(db, [...found.values()].slice(0, limit), text);
}

interface FoundRow {
  readonly rid: number;
  readonly clientId: string;
  readonly indexedAs: string;
  readonly isPhone: boolean;
}
interface Search {
  readonly found: Map<number, FoundRow>;
  readonly limit: number;
}

const bandText = `SELECT s.rid, s.client_id AS clientId, s.indexed_as AS indexedAs
  FROM (SELECT rowid FROM client_search WHERE client_search MATCH ? LIMIT ?) AS hit
  JOIN client_summary s ON s.rid = hit.rowid
  ORDER BY s.aum_fen DESC, s.last_contact_at DESC, s.rid LIMIT ?`;

function readStep(db: ReadableDb, step: SearchStep, { found, limit }: Search): void {
  for (const band of step.isBanded ? bands : [0]) {
    if (found.size >= limit) return;
    const [read, take] = step.verify ? [mostVerified, mostVerified] : [mostSorted, limit + found.size];
    const rows = sql<Omit<FoundRow, 'isPhone'>>(db, bandText).all(step.match(band), read, take);
    for (const row of rows) {
      if (found.has(row.rid) || (step.verify && !step.verify(partsOf(row.indexedAs)))) continue;
      found.set(row.rid, { ...row, isPhone: step.isPhone });
    }
  }
}

/** Takes apart what `indexedAs` put together. */
function partsOf(text: string): { phone: string; name: string } {
  const phoneEnd = text.indexOf(' ', 2);
  return { phone: text.slice(2, phoneEnd), name: text.slice(phoneEnd + 1) };
}

type ClientRow = Omit<FoundClient, 'matchedBy' | 'isBlocked'> & { isBlocked: number };

function readClients(db: ReadableDb, rows: readonly FoundRow[], text: string): FoundClient[] {
  return rows.flatMap(({ clientId, isPhone }) => {
    const client = sql<ClientRow>(
      db,
      `SELECT c.id, c.name, c.phone, c.tier, c.city, s.stage, s.aum_fen AS aumFen, s.is_blocked AS isBlocked,
         s.last_contact_at AS lastContactAt
       FROM client c JOIN client_summary s ON s.client_id = c.id WHERE c.id = ?`,
    ).get(clientId);
    if (!client) return [];
    const matchedBy = isPhone ? 'PHONE' : matchedByOf(client.name, foldName(text));
    return [{ ...client, isBlocked: client.isBlocked === 1, matchedBy }];
  });
}

function matchedByOf(name: string, asked: string): MatchedBy {
  const { full, pinyin, initials } = nameTerms(name);
  if (full.includes(asked)) return 'NAME';
  if (pinyin.some((reading) => reading.startsWith(asked))) return 'PINYIN';
  return initials.some((letters) => letters.includes(asked)) ? 'INITIALS' : 'PINYIN';
}
