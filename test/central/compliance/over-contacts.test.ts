import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EntryFilter } from '#core/compliance/entry.ts';
import { businessDayOf, dayMs, minuteMs } from '#core/base/time.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { exportCompliance } from '#central/compliance/export.ts';
import {
  exportCompliance as exportHere,
  type ComplianceExport,
  type ExportStep,
} from '#workstation/compliance/export.ts';
import { commit } from '#workstation/station.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { testFolder } from '#test/support/temporary.ts';
import { addClient, openDesk, placesOf, type Desk } from '#test/failures/desks.ts';

const central = centralOfFile();
const channels = ['PHONE', 'WECHAT', 'SMS', 'SALON'] as const;
const outcomes = ['NO_ANSWER', 'INTERESTED', 'WRONG', 'COMPLAINT', 'DONE_SERVICE'] as const;

/** Two clients with a year of contacts that break many rules, one taken back, one under a reason, consents and a complaint. */
function workedYear({ station }: Desk): void {
  const { clock, newId, me } = station;
  const { managerId } = me;
  const changes: RowChange[] = [];
  const create = (entity: string, data: object): string => {
    const id = newId();
    changes.push({ op: 'create', entity, id, data } as unknown as RowChange);
    return id;
  };
  for (const clientId of [addClient({ station } as Desk), addClient({ station } as Desk)]) {
    const own = { clientId, managerId };
    const consent = { clientId, purpose: 'MARKETING', recordedBy: managerId, evidence: '面谈' };
    const given = clock() - 300 * dayMs;
    for (const channel of channels)
      create('consent', { ...consent, channel, given: true, recordedAt: given, expiresAt: null });
    create('consent', {
      ...consent,
      channel: 'SMS',
      given: false,
      recordedAt: given + 150 * dayMs,
      expiresAt: null,
    });
    for (let one = 0; one < 60; one += 1) {
      const startedAt = clock() - 340 * dayMs + one * 5 * dayMs + ((one * 7) % 13) * 60 * minuteMs;
      const call = {
        channel: channels[one % 4],
        purpose: one % 3 ? 'MARKETING' : 'SERVICE',
        reason: 'FRESH',
      };
      const said = { outcome: outcomes[one % 5], note: '', endedAt: startedAt + minuteMs, taskId: null };
      const contactId = create('contact', { ...own, ...call, ...said, startedAt });
      if (one % 11 === 3) create('contactUndo', { ...own, contactId, undoneAt: startedAt + minuteMs });
      if (one % 7 === 3)
        create('contactOverride', {
          ...own,
          contactId,
          code: 'LADDER',
          reason: '老客户',
          recordedAt: startedAt,
        });
      const kept = { ruleId: 'CP1', policyVersion: 1, until: null, agreedAt: null, numberTail: '1234' };
      const { channel, purpose, reason } = call;
      if (one % 2)
        create('contactVerdict', {
          ...own,
          channel,
          purpose,
          reason,
          ...kept,
          code: 'OK',
          contactId,
          judgedAt: startedAt,
        });
      const task = {
        ...own,
        kind: 'COMPLAINT',
        dueAt: startedAt + dayMs,
        text: '',
        fromContactId: contactId,
      };
      if (one === 18) create('task', { ...task, status: 'DONE', closedAt: startedAt + 40 * dayMs });
    }
  }
  commit(station, 'test', changes);
}

type Line = Readonly<Record<string, unknown>>;

/** The entries of a range in the file of the workstation and in that of the centre, without their place in the chain. */
async function bothFiles({ station }: Desk, days: number): Promise<{ atCentre: Line[]; onDesk: Line[] }> {
  const range = { from: businessDayOf(station.clock() - days * dayMs), to: businessDayOf(station.clock()) };
  const lines: string[] = [];
  const order = { tenantId: station.me.tenantId, ...range, write: (line: string) => void lines.push(line) };
  await exportCompliance({ store: central.store, clock: Date.now }, order);
  const folder = testFolder('over-contacts');
  const filter: EntryFilter = { ...range, kinds: [], clientId: null };
  const wish: ComplianceExport = { ...filter, format: 'jsonl', folder, language: 'en' };
  const steps: ExportStep[] = [];
  for await (const step of exportHere(station, wish)) steps.push(step);
  const here = readFileSync(steps.at(-1)?.done?.file ?? '', 'utf8')
    .trim()
    .split('\n');
  expect(steps.at(-1)).toMatchObject({ rows: here.length - 2, total: here.length - 2 });
  const [atCentre, onDesk] = [lines, here].map((all) =>
    all.slice(1, -1).map((line) => {
      const { n: _, prev: __, ...said } = JSON.parse(line) as Record<string, unknown>;
      return said;
    }),
  ) as [Line[], Line[]];
  return { atCentre, onDesk };
}

const overs = (lines: Line[]): Line[] => lines.filter(({ kind }) => kind === 'OVER_CONTACT');

test('[RK113] over-contacts of a year are the same at the centre and on the workstation, whole in both files', async () => {
  const [place] = await placesOf(central, '林若溪');
  if (!place) throw new Error('a place');
  const desk = await openDesk(place);
  workedYear(desk);
  await desk.sync.syncNow();
  const year = await bothFiles(desk, 400);
  expect(overs(year.atCentre)).toEqual(overs(year.onDesk));
  expect(new Set(overs(year.atCentre).map(({ code }) => code)).size).toBeGreaterThan(2);
  const month = desk.station.clock() - 36 * dayMs;
  expect(overs(year.atCentre).filter(({ at }) => Number(at) < month).length).toBeGreaterThan(20);
  const times = year.onDesk.map(({ at }) => Number(at));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  // What was before the range speaks against what is in it.
  const days = 345 - 5 * 30;
  const later = await bothFiles(desk, days);
  const since = desk.station.clock() - days * dayMs;
  expect(overs(later.atCentre)).toEqual(overs(later.onDesk));
  const ofYear = overs(year.onDesk).filter(({ at }) => Number(at) >= since);
  expect(overs(later.onDesk).slice(-ofYear.length)).toEqual(ofYear);
});
