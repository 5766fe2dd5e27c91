import { claim, same } from '#test/conformance/claim.ts';
import type { Device } from '#test/conformance/device.ts';
import { client, create, note, patchOf } from '#test/conformance/made.ts';
import { query, type Row } from '#test/conformance/wire.ts';
import type { Check } from '#test/conformance/world.ts';

/** The order of arrival in a first sync. */
const kinds = [
  'ruleVersion', 'manager', 'product', 'consent', 'task', 'client', 'event', 'guest', 'checkIn', 'riskTest', 'holding', 'tag',
  'contact', 'contactUndo', 'note', 'activity', 'reveal', 'conflict', 'conflictDecision',
  'verdict', 'suitabilityStep', 'testAttempt', 'message', 'personalFact', 'wechatFriend',
  'phoneCall',
  'investorFact', 'signedRecord', 'ratingChange', 'contactVerdict', 'eventPlan', 'eventArm',
  'eventSeries', 'seriesEvent', 'guestNote', 'deviceKey',
  'contactOverride', 'messageReply', 'guestMove',
]; // prettier-ignore

const keyOf = ({ entity, id }: Row): string => `${entity} ${id}`;

/** Gives a device clients with two notes each. */
async function fill(device: Device, clients: number): Promise<Row[]> {
  const made: Row[] = [];
  for (let index = 0; index < clients; index += 1) {
    const row = await device.done(create('client', client({ name: `赵${index}` })));
    await device.push(create('note', note(row.id, '一')), create('note', note(row.id, '二')));
    made.push(row);
  }
  return made;
}

/** First sync and pull. */
export const readingChecks: readonly Check[] = [
  {
    name: 'a first sync sends each row once, by kind, with one cursor and the number of rows',
    run: async (world) => {
      const desk = await world.desk();
      await fill(desk, 5);
      const pages = await desk.bootstrap(4);
      const rows = pages.flatMap((page) => page.rows);
      same(new Set(rows.map(keyOf)).size, rows.length, 'no row twice');
      same(rows.length, 1 + 5 + 10, 'all rows: the manager, the clients, the notes');
      same([...new Set(pages.map(({ total }) => total))], [rows.length], 'total');
      // Each page may word its cursor differently, but the number that was pinned is one.
      same(new Set(pages.map(({ seq }) => seq)).size, 1, 'one pinned number');
      claim(
        pages.every((page) => page.rows.length <= 4),
        'no page longer than asked for',
      );
      const ranks = rows.map(({ entity }) => kinds.indexOf(entity));
      same(
        ranks,
        ranks.toSorted((a, b) => a - b),
        'kinds come in their order',
      );
      same(await idleAfter(desk), true, 'pulling from the cursor brings nothing new');
    },
  },
  {
    name: 'a first sync goes on after any page, as often as needed',
    run: async (world) => {
      const desk = await world.desk();
      await fill(desk, 3);
      const first = await desk.bootstrapPage(undefined, 3);
      claim(first.next !== null, 'there is a next page');
      const [once, again] = [
        await desk.bootstrapPage(first.next, 3),
        await desk.bootstrapPage(first.next, 3),
      ];
      same(again.rows, once.rows, 'the page after a token is the same twice');
      same([first.from, once.from], [null, first.next], 'each page echoes the token it was asked with');
    },
  },
  {
    name: 'a row that changes during a first sync is not missed',
    run: async (world) => {
      const [desk, other] = await world.twoOfOne();
      const [early] = await fill(desk, 4);
      claim(early !== undefined, 'a client');
      const pages = [await desk.bootstrapPage(undefined, 3)];
      await other.pull();
      const changed = await other.done(patchOf(early, { city: '苏州' }));
      for (let next = pages[0]?.next; typeof next === 'string';) {
        const page = await desk.bootstrapPage(next, 3);
        pages.push(page);
        next = page.next;
      }
      desk.cursor = pages.at(-1)?.cursor ?? '';
      const rows = [
        ...pages.flatMap((page) => page.rows),
        ...(await desk.pull()).flatMap((page) => page.rows),
      ];
      claim(
        rows.some(({ id, seq }) => id === changed.id && seq === changed.seq),
        'the change arrives in the first sync or by the pull after it',
      );
    },
  },
  {
    name: 'a limit out of 1 to 5000 is 400',
    run: async (world) => {
      const desk = await world.desk();
      for (const limit of [0, 5001, 'x']) {
        same(
          (await desk.call({ path: query('/v1/sync/bootstrap', { limit }) })).status,
          400,
          `limit ${limit}`,
        );
      }
    },
  },
  {
    name: 'an idle pull says so and stays where it was',
    run: async (world) => {
      const desk = await world.desk();
      const page = await desk.pullPage();
      same([page.rows, page.access, page.more], [[], [], false], 'nothing new');
      same(page.from, desk.cursor, 'from is the cursor that was sent');
    },
  },
  {
    name: 'a pull brings what other devices did, by number, in pages that each move on',
    run: async (world) => {
      const [writer, reader] = await world.twoOfOne();
      await fill(writer, 6);
      const before = reader.cursor;
      const pages = await reader.pull(4);
      const rows = pages.flatMap((page) => page.rows);
      same(rows.length, 18, 'every row');
      const numbers = rows.map(({ seq }) => seq);
      same(
        numbers,
        [...new Set(numbers)].toSorted((a, b) => a - b),
        'numbers rise',
      );
      same(
        new Set([before, ...pages.map(({ cursor }) => cursor)]).size,
        pages.length + 1,
        'each page moves on',
      );
      claim(
        pages.every((page) => page.rows.length <= 4),
        'no page longer than asked for',
      );
      same(pages.at(-1)?.more, false, 'the last page says so');
      same((await reader.pullPage(before, 2000)).rows.length, 18, 'the same again from an older cursor');
    },
  },
  {
    name: 'numbers follow commits: what a push got lies above what was pulled before it',
    run: async (world) => {
      const [writer, reader] = await world.twoOfOne();
      const { seq } = await reader.pullPage();
      const row = await writer.done(create('client', client()));
      claim(row.seq > seq, 'a later commit has a higher number');
      const pages = await reader.pull();
      claim((pages.at(-1)?.seq ?? 0) >= row.seq, 'a pull that ends has reached it');
    },
  },
  {
    name: 'a cursor that is altered, of another device or of another purpose is 400 BAD_CURSOR',
    run: async (world) => {
      const [desk, other] = await world.pair();
      await fill(desk, 2);
      const { next } = await desk.bootstrapPage(undefined, 2);
      claim(next !== null, 'there is a next page');
      const altered = `${desk.cursor.slice(0, 10)}${desk.cursor[10] === 'A' ? 'B' : 'A'}${desk.cursor.slice(11)}`;
      for (const cursor of [altered, other.cursor, next, 'x']) {
        for (const path of ['/v1/sync/pull', '/v1/sync/digest']) {
          const { status, body } = await desk.call({ path: query(path, { cursor }) });
          same([status, body.code], [400, 'BAD_CURSOR'], `${path} with a wrong cursor`);
        }
      }
      const { body } = await desk.call({ path: query('/v1/sync/bootstrap', { after: desk.cursor }) });
      same(body.code, 'BAD_CURSOR', 'a cursor where a token of a first sync belongs');
    },
  },
  {
    name: 'long answers are compressed for those who ask, and never for others',
    run: async (world) => {
      const desk = await world.desk();
      await fill(desk, 10);
      const coded = async (accepted: string): Promise<string | null> => {
        const headers = { 'accept-encoding': accepted };
        return (await desk.call({ path: '/v1/sync/bootstrap', headers })).headers.get('content-encoding');
      };
      same(await coded('identity'), null, 'no coding unless accepted');
      claim(['zstd', null].includes(await coded('zstd')), 'zstd or nothing');
    },
  },
];

async function idleAfter(device: Device): Promise<boolean> {
  const page = await device.pullPage();
  return page.rows.length === 0 && !page.more;
}
