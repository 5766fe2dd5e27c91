import type { RiskTestFields } from '#core/risk/risk-test.ts';
import { businessDayOf, startOfDay, type BusinessDay } from '#core/base/time.ts';
import { bookWith } from '#core/risk/read-rules.ts';
import { rulesAt } from '#core/risk/rule-book.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import type { TestLimits } from '#core/risk/take-test.ts';
import { surplusTests, type SurplusTest } from '#core/risk/surplus.ts';
import { taskNotice } from '#core/risk/task-text.ts';
import type { TaskFields } from '#core/calls/contact.ts';
import { writeHlc } from '#core/sync/hlc.ts';
import { centreAuthor, type FieldMark } from '#core/sync/merge.ts';
import { keyOf, type RecordKey, type StoredRecord } from '#central/store/shapes.ts';
import type { Transaction } from '#central/store/store.ts';
import { tenantScope } from '#central/sync/grants.ts';
import type { Ledger } from '#central/sync/ledger.ts';

/**
 * Declares void what is beyond the limits on risk tests, now that a push brought some: the institution's count is here
 * (NFRA 29). Every manager of the client gets the test as void and, if the client or the test is theirs, a task.
 */
export async function voidSurplusTests(tx: Transaction, ledger: Ledger): Promise<void> {
  const scopes = new Set(brought(ledger).map(({ scope }) => scope));
  if (scopes.size === 0) return;
  const stored = await tx.recordsIn('riskTest', [...scopes]);
  const limitsOn = await publishedLimits(tx);
  const known = new Map([...stored, ...brought(ledger)].map((record) => [keyOf(record), record]));
  const found = [...Map.groupBy(known.values(), ({ scope }) => scope)].flatMap(([scope, records]) =>
    surplusOf(records, limitsOn).map((surplus) => ({
      scope,
      surplus,
      record: known.get(keyOf(named(surplus))),
    })),
  );
  if (found.length === 0) return;
  const told = await recipients(
    tx,
    ledger,
    found.map(({ scope }) => scope),
  );
  for (const { scope, surplus, record } of found) {
    if (!record?.data) continue;
    declareVoid(ledger, record, surplus);
    const test = record.data as RiskTestFields;
    for (const managerId of told(scope, test.managerId)) tell(ledger, scope, { surplus, test, managerId });
  }
}

/** The tests this push brought, as it leaves them. */
function brought(ledger: Ledger): StoredRecord[] {
  return [...ledger.changed.values()].filter(({ entity, data }) => entity === 'riskTest' && data !== null);
}

function named({ id }: SurplusTest): RecordKey {
  return { entity: 'riskTest', id };
}

type LimitsOn = (day: BusinessDay) => TestLimits | null;

/** The limits of each day as this branch was given them. */
async function publishedLimits(tx: Transaction): Promise<LimitsOn> {
  const published = await tx.recordsIn('ruleVersion', [tenantScope]);
  const book = bookWith(published.map(({ data }) => data as unknown as RuleVersionFields));
  return (day) => rulesAt(book, startOfDay(day))?.test ?? null;
}

function surplusOf(records: readonly StoredRecord[], limitsOn: LimitsOn): SurplusTest[] {
  const tests = records.map(({ id, data }) => {
    const { takenAt, voidedReason } = data as RiskTestFields;
    return { id, takenAt, voidedReason };
  });
  return surplusTests(tests, limitsOn);
}

function declareVoid(ledger: Ledger, record: StoredRecord, { reason }: SurplusTest): void {
  const mark = centreMark(ledger);
  const data = { ...record.data, voidedReason: reason };
  ledger.put({ ...record, seq: mark[0], data, marks: { ...record.marks, voidedReason: mark } });
}

/** Who is told: the client's owner and whoever took the test, as far as they see the client. */
async function recipients(
  tx: Transaction,
  ledger: Ledger,
  scopes: readonly string[],
): Promise<(scope: string, testerId: string) => string[]> {
  const clients = await tx.records(scopes.map(clientOf));
  const holders = await tx.holders(scopes);
  return (scope, testerId) => {
    const stored = clients.find((record) => record.scope === scope);
    const owner = (ledger.get(clientOf(scope)) ?? stored)?.data?.['ownerManagerId'];
    const sees = holders.filter((one) => one.scope === scope).map(({ managerId }) => managerId);
    if (ledger.isOpen(scope)) sees.push(ledger.author.managerId);
    return [...new Set(sees)].filter((managerId) => managerId === owner || managerId === testerId);
  };
}

function clientOf(scope: string): RecordKey {
  return { entity: 'client', id: scope.slice('client:'.length) };
}

function tell(
  ledger: Ledger,
  scope: string,
  { surplus, test, managerId }: { surplus: SurplusTest; test: RiskTestFields; managerId: string },
): void {
  const data: TaskFields = {
    clientId: test.clientId,
    managerId,
    kind: 'RISK_TEST',
    dueAt: ledger.now,
    text: voidNotice(surplus, test),
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  };
  const mark = centreMark(ledger);
  ledger.put({ entity: 'task', id: ledger.newId(), scope, seq: mark[0], data, marks: { '*': mark } });
}

function voidNotice({ reason, retryOn }: SurplusTest, { takenAt }: RiskTestFields): string {
  const code = reason === 'DAY_LIMIT' ? 'TEST_VOID_DAY' : 'TEST_VOID_WINDOW';
  return taskNotice(code, { taken: businessDayOf(takenAt), retryOn });
}

/** Takes a number and says who wrote there: the centre itself, now. */
function centreMark(ledger: Ledger): FieldMark {
  const hlc = writeHlc({ ms: ledger.now, counter: 0, device: centreAuthor });
  return [ledger.takeSeq(), hlc, centreAuthor, centreAuthor];
}
