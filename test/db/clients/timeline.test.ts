import { beforeAll, describe, expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import type { TimelineCursor, TimelineEntry } from '#core/clients/timeline.ts';
import { timelineEntry } from '#core/clients/timeline.ts';
import { readTimeline } from '#db/queries/client-timeline.ts';
import { now, openBook, type Book } from '#test/db/clients/support.ts';
import { testManagerId as managerId } from '#test/support/rows.ts';

let book: Book;
let clientId: string;
const all = (limit = 500): TimelineEntry[] =>
  readTimeline(book.db, clientId, { before: undefined, limit }).entries;

beforeAll(() => {
  book = openBook();
  clientId = book.client();
  const create = <E extends 'contact' | 'contactUndo' | 'note' | 'consent' | 'tag' | 'reveal'>(
    entity: E,
    data: object,
  ): string => {
    const id = book.newId();
    book.local([{ op: 'create', entity, id, data: { clientId, ...data } } as never]);
    return id;
  };
  for (let index = 0; index < 30; index++) {
    const startedAt = now - index * dayMs;
    const call = {
      managerId,
      channel: 'PHONE',
      purpose: 'SERVICE',
      reason: 'FRESH',
      outcome: 'BUSY',
      note: '',
      startedAt,
      endedAt: startedAt + 5000,
      taskId: null,
    };
    const contactId = create('contact', call);
    if (index === 3) create('contactUndo', { contactId, managerId, undoneAt: now });
    create('note', { managerId, text: `第 ${index} 条`, writtenAt: startedAt });
  }
  create('consent', {
    channel: 'PHONE',
    purpose: 'MARKETING',
    given: true,
    evidence: '电话录音',
    recordedBy: managerId,
    recordedAt: now,
    expiresAt: null,
  });
  create('tag', { name: '茶', setBy: managerId, setAt: now, expiresAt: null });
  create('reveal', { managerId, field: 'PHONE', reason: 'CHECK', revealedAt: now });
  book.remote('activity', book.newId(), {
    clientId,
    kind: 'INVEST',
    productId: null,
    amountFen: 500,
    happenedAt: now - dayMs,
  });
  book.client({ name: '别人' });
});

describe('readTimeline', () => {
  test('[CL14] everything is there once, newest first, and reads as the screen expects', () => {
    const entries = all();
    expect(entries).toHaveLength(64);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => b - a));
    for (const entry of entries) expect(timelineEntry.safeParse(entry).success).toBe(true);
  });

  test.each([1, 7, 63, 64])(
    '[CL14] pages of %i give the same list, without gaps at equal instants',
    (limit) => {
      const pages: TimelineEntry[] = [];
      let before: TimelineCursor | undefined;
      do {
        const page = readTimeline(book.db, clientId, { before, limit });
        pages.push(...page.entries);
        before = page.next ?? undefined;
      } while (before);
      expect(pages).toEqual(all());
    },
  );

  test('[CL14] an undone call stays, marked; unsent work is marked too', () => {
    const undone = all().filter((entry) => entry.kind === 'CONTACT' && entry.isUndone);
    expect(undone.map(({ at }) => at)).toEqual([now - 3 * dayMs]);
    expect(all().find(({ kind }) => kind === 'ACTIVITY')?.isPending).toBe(false);
    expect(all().find(({ kind }) => kind === 'NOTE')?.isPending).toBe(true);
  });
});
