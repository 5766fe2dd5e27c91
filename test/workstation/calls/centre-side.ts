import { businessDayOf, dayMs, startOfDay } from '#core/base/time.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import { candidateFinder, type CallFacts } from '#core/calls/candidates.ts';
import type { Reason } from '#core/calls/contact.ts';
import { purposeOf } from '#core/calls/dispositions.ts';
import { laneOf } from '#core/calls/mix.ts';
import { callRowsOf, orderCalls, type Judged } from '#core/calls/order.ts';
import { judgeContact } from '#core/consent/contact-gate.ts';
import { contactPolicy } from '#core/consent/policy.ts';
import { isDoNotContact } from '#core/consent/ledger.ts';
import { noFacts } from '#core/lifecycle/facts.ts';
import { stageOf } from '#core/lifecycle/stage.ts';
import type { Entity, RowData } from '#core/sync/entities.ts';
import { sql } from '#db/handles.ts';
import { decode, tableOf } from '#db/rows.ts';
import type { Desk } from '#test/workstation/calls/desk.ts';

type Rows<E extends Entity> = readonly (RowData<E> & { readonly id: string })[];

/**
 * The queue as the centre works it out: from whole rows as it keeps them, client by client, without the workstation's
 * tables, indexes and queries, by the functions of core. For a book without activities and risk tests.
 */
export function orderAtCentre(desk: Desk, limit: number): Judged[] {
  const now = desk.clock();
  const scope = { managerId: desk.me.managerId, now };
  const all = <E extends Entity>(entity: E): Rows<E> =>
    sql<Record<string, unknown>>(desk.db, `SELECT * FROM ${tableOf(entity).name}`)
      .all()
      .map((record) => ({ ...decode(entity, record), id: String(record['id']) }));
  const clients = new Map(all('client').map((client) => [client.id, client]));
  const undone = new Set(all('contactUndo').map(({ contactId }) => contactId));
  const contacts = all('contact').filter(({ id }) => !undone.has(id));
  const book: Book = {
    contacts,
    consents: all('consent'),
    tasks: all('task').filter(({ status }) => status === 'OPEN'),
    holdings: all('holding'),
    now,
  };
  const find = candidateFinder(scope);
  const candidates = [...clients.values()].flatMap((client) => find(factsOf(client, book)));
  const done = { CARE: 0, TAIL: 0 };
  for (const { reason, clientId, startedAt, managerId } of contacts) {
    const lane = laneOf(reason, clients.get(clientId)?.tier ?? 'MASS');
    const isToday = startedAt >= startOfDay(businessDayOf(now)) && managerId === scope.managerId;
    if (lane !== 'FIRST' && isToday) done[lane] += 1;
  }
  return orderCalls({
    rows: callRowsOf(candidates),
    done,
    passed: [],
    limit,
    judge: ({ clientId, reason, taskKind }) => {
      const client = clients.get(clientId);
      if (!client) return null;
      const tasks = book.tasks.filter((task) => task.clientId === clientId);
      return judgeContact({
        channel: 'PHONE',
        purpose: purposeOf(reason, taskKind),
        client: {
          lawfulBasis: client.lawfulBasis,
          tier: client.tier,
          hasUsableNumber: client.phone !== null && client.phoneUsable,
          isMarketingFree: false,
          hasOpenComplaint: tasks.some(({ kind }) => kind === 'COMPLAINT'),
        },
        ledger: book.consents.filter((entry) => entry.clientId === clientId),
        contacts: contacts.filter((one) => one.clientId === clientId && one.startedAt >= now - 180 * dayMs),
        now,
        policy: contactPolicy,
        isWorkday: isMainlandWorkday,
        agreedAt:
          tasks.filter(({ kind }) => kind === 'CALLBACK').toSorted((a, b) => a.dueAt - b.dueAt)[0]?.dueAt ??
          null,
      });
    },
  });
}

interface Book {
  readonly contacts: Rows<'contact'>;
  readonly consents: Rows<'consent'>;
  /** Open ones. */
  readonly tasks: Rows<'task'>;
  readonly holdings: Rows<'holding'>;
  readonly now: number;
}

function factsOf(client: Rows<'client'>[number], book: Book): CallFacts {
  const of = <Row extends { readonly clientId: string }>(rows: readonly Row[]): Row[] =>
    rows.filter(({ clientId }) => clientId === client.id);
  const held = of(book.holdings);
  const aumFen = held.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const facts = { ...noFacts, registeredAt: client.registeredAt, aumFen };
  const { goldenDaysLeft } = stageOf({ facts, churnScore: 0, today: businessDayOf(book.now) });
  const contacts = of(book.contacts);
  const answered = new Map<Reason, number>();
  for (const { reason, startedAt } of contacts)
    answered.set(reason, Math.max(startedAt, answered.get(reason) ?? 0));
  return {
    clientId: client.id,
    name: client.name,
    tier: client.tier,
    ownerManagerId: client.ownerManagerId,
    birthDay: client.birthDay,
    registeredAt: goldenDaysLeft === null ? null : client.registeredAt,
    lastContactAt: contacts.length === 0 ? null : Math.max(...contacts.map(({ startedAt }) => startedAt)),
    churnScore: 0,
    churnCode: null,
    levelThrough: null,
    isBlocked: isDoNotContact(of(book.consents)),
    hasMarketingConsent: of(book.consents).some(({ given, purpose }) => given && purpose === 'MARKETING'),
    isMarketingFree: false,
    maturing: held.flatMap(({ maturesOn, amountFen }) =>
      maturesOn === null ? [] : [{ day: maturesOn, amountFen, title: null }],
    ),
    accepted: [],
    openTasks: of(book.tasks).map((task) => ({
      ...task,
      origin: book.contacts.find(({ id }) => id === task.fromContactId)?.reason ?? null,
    })),
    answered: [...answered].map(([reason, at]) => ({ reason, at })),
  };
}
