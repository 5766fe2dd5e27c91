import { beforeAll, expect, test } from 'vitest';
import { businessDayOf, dayMs } from '#core/base/time.ts';
import { timelineEntry, timelineFilter, type TimelineEntry } from '#core/clients/timeline.ts';
import { readTimeline } from '#db/queries/client-timeline.ts';
import { now, openBook, type Book } from '#test/db/clients/support.ts';
import { testManagerId as managerId } from '#test/support/rows.ts';

let book: Book;
let clientId: string;
let messageContact: string;
const colleague = '01940000-0000-7000-9000-00000000000c';

const show = (filter: object, limit = 500): TimelineEntry[] =>
  readTimeline(book.db, clientId, {
    before: undefined,
    limit,
    filter: timelineFilter.parse(filter),
  }).entries;
const tell = (entries: TimelineEntry[]) =>
  entries.map((entry) => ('channel' in entry ? `${entry.kind} ${entry.channel}` : entry.kind)).toSorted();

beforeAll(() => {
  book = openBook();
  clientId = book.client();
  const create = (entity: string, data: object): string => {
    const id = book.newId();
    book.local([{ op: 'create', entity, id, data: { clientId, ...data } } as never]);
    return id;
  };
  const contact = (channel: string, outcome: string, over: object = {}): string =>
    create('contact', {
      managerId,
      channel,
      purpose: 'SERVICE',
      reason: 'MANUAL',
      outcome,
      note: '',
      startedAt: now - dayMs,
      endedAt: now - dayMs,
      taskId: null,
      ...over,
    });
  contact('PHONE', 'BUSY');
  contact('PHONE', 'INTERESTED', { managerId: colleague, startedAt: now - 10 * dayMs });
  contact('SMS', 'SENT');
  messageContact = contact('WECHAT', 'SENT');
  create('message', {
    managerId,
    contactId: messageContact,
    channel: 'WECHAT',
    textId: 'manual-keep-in-touch',
    textVersion: 1,
    language: 'zh-CN',
    text: '王小明，想起您说的女儿高考',
    isEdited: false,
    sentAt: now - dayMs,
  });
  create('note', { managerId, text: '备注', writtenAt: now });
  const refusal = { managerId, channel: 'SMS', purpose: 'MARKETING', reason: 'MANUAL', policyVersion: 1 };
  const rest = { until: null, agreedAt: null, numberTail: null, judgedAt: now };
  create('contactVerdict', { ...refusal, ...rest, code: 'CAP_DAY', ruleId: 'CP8', contactId: null });
  create('contactVerdict', { ...refusal, ...rest, code: 'OK', ruleId: 'CP13', contactId: messageContact });
  const verdict = (outcome: string) =>
    create('verdict', {
      productId: 'p1',
      action: 'MENTION',
      place: 'DRAFT',
      use: 'GATE',
      caseJson: '{}',
      verdictJson: JSON.stringify({ outcome, rule: { id: 'RK31', book: 'NFRA', article: '13' } }),
      managerId,
      judgedAt: now,
    });
  verdict('BLOCK');
  verdict('ALLOW');
});

test('[CQ68] a message stands in the history with its words; what both gates refused stands there too', () => {
  const entries = show({});
  for (const entry of entries) expect(timelineEntry.safeParse(entry).success).toBe(true);
  expect(entries.find(({ id }) => id === messageContact)).toMatchObject({
    words: '王小明，想起您说的女儿高考',
    textVersion: 1,
  });
  expect(tell(entries)).toEqual([
    'CONTACT PHONE',
    'CONTACT PHONE',
    'CONTACT SMS',
    'CONTACT WECHAT',
    'NOTE',
    'REFUSAL SMS',
    'VERDICT',
  ]);
  expect(entries.find(({ kind }) => kind === 'VERDICT')).toMatchObject({ ruleId: 'RK31', article: '13' });
});

test.each([
  [{ kinds: ['WECHAT'] }, ['CONTACT WECHAT']],
  [{ kinds: ['PHONE', 'SMS'] }, ['CONTACT PHONE', 'CONTACT PHONE', 'CONTACT SMS']],
  [{ kinds: ['REFUSED'] }, ['REFUSAL SMS', 'VERDICT']],
  [{ kinds: ['SALON'] }, []],
  [{ outcome: 'BUSY' }, ['CONTACT PHONE']],
  [{ kinds: ['SMS'], outcome: 'BUSY' }, []],
  [{ managerId: colleague }, ['CONTACT PHONE']],
  [{ until: businessDayOf(now - 5 * dayMs) }, ['CONTACT PHONE']],
  [{ from: businessDayOf(now) }, ['NOTE', 'REFUSAL SMS', 'VERDICT']],
  [
    { kinds: ['PHONE'], from: businessDayOf(now - 10 * dayMs), until: businessDayOf(now - 10 * dayMs) },
    ['CONTACT PHONE'],
  ],
])('[CQ68] the history narrowed to %j', (filter, expected) => {
  expect(tell(show(filter))).toEqual(expected);
});

test('[CQ68] a narrowed history comes page by page without gaps', () => {
  const filter = timelineFilter.parse({ kinds: ['PHONE', 'SMS', 'WECHAT', 'REFUSED'] });
  const first = readTimeline(book.db, clientId, { before: undefined, limit: 4, filter });
  const second = readTimeline(book.db, clientId, { before: first.next ?? undefined, limit: 4, filter });
  expect([...first.entries, ...second.entries]).toEqual(show(filter));
  expect(second.next).toBeNull();
});
