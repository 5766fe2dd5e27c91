import type { Instant } from '#core/base/time.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import { historyFromRows, type ContactRows } from '#core/consent/history-from-rows.ts';
import { overContactsOf, type ContactRules, type OverContact } from '#core/consent/over-contact.ts';
import { bookWith } from '#core/risk/read-rules.ts';
import { contactPolicyAt } from '#core/risk/rule-book.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import type { Entity } from '#core/sync/entities.ts';
import type { Snapshot } from '#central/store/store.ts';
import { tenantScope } from '#central/sync/grants.ts';

/** An over-contact, and whose it is. */
export interface ClientsOverContact extends OverContact {
  readonly clientId: string;
}

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

const clientsAtOnce = 200;

/**
 * Judges every contact of a range once more by the whole history, as workstations do with what they hold: the same rule,
 * read from the rows of every manager. Memory holds the rows of a few clients and what was found.
 */
export async function overContactsIn(
  snapshot: Snapshot,
  { from, until }: Span,
): Promise<ClientsOverContact[]> {
  const rules = await publishedRules(snapshot);
  const isAsked = ({ startedAt }: { readonly startedAt: Instant }): boolean =>
    startedAt >= from && startedAt < until;
  const found: ClientsOverContact[] = [];
  for (let after = ''; ;) {
    const clients = await snapshot.pageOf('client', { after, limit: clientsAtOnce });
    for (const [clientId, rows] of await rowsOf(snapshot, clients)) {
      if (!rows.contacts.some(isAsked)) continue;
      for (const over of overContactsOf(historyFromRows(rows), rules, isAsked))
        found.push({ ...over, clientId });
    }
    const last = clients.at(-1);
    if (!last || clients.length < clientsAtOnce) return found;
    after = last.id;
  }
}

async function publishedRules(snapshot: Snapshot): Promise<ContactRules> {
  const published = await snapshot.recordsIn('ruleVersion', [tenantScope]);
  const book = bookWith(published.map(({ data }) => data as unknown as RuleVersionFields));
  return { isWorkday: isMainlandWorkday, policyAt: (at) => contactPolicyAt(book, at) };
}

type Clients = Awaited<ReturnType<Snapshot['pageOf']>>;

async function rowsOf(snapshot: Snapshot, clients: Clients): Promise<Map<string, ContactRows>> {
  const scopes = clients.map(({ scope }) => scope);
  const byScope = async (entity: Entity): Promise<(scope: string) => never[]> => {
    const grouped = Map.groupBy(await snapshot.recordsIn(entity, scopes), ({ scope }) => scope);
    return (scope) => (grouped.get(scope) ?? []).map(({ id, data }) => ({ ...data, id })) as never[];
  };
  const contacts = await byScope('contact');
  const undos = await byScope('contactUndo');
  const verdicts = await byScope('contactVerdict');
  const overrides = await byScope('contactOverride');
  const consents = await byScope('consent');
  const tags = await byScope('tag');
  const tasks = await byScope('task');
  return new Map(
    clients.map(({ id, scope, data }) => [
      id,
      {
        client: data as unknown as ContactRows['client'],
        contacts: contacts(scope),
        undone: new Set(undos(scope).map(({ contactId }) => contactId)),
        verdicts: verdicts(scope),
        overrides: overrides(scope),
        consents: consents(scope),
        tags: tags(scope),
        tasks: tasks(scope),
      },
    ]),
  );
}
