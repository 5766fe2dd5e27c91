import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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

test('[RK113] over-contacts of a year are the same at the centre and on the workstation, whole in both files', async () => {
  const [place] = await placesOf(central, '林若溪');
  if (!place) throw new Error('a place');
  const desk = await openDesk(place);
  workedYear(desk);
  await desk.sync.syncNow();
  const { station } = desk;
  const range = { from: businessDayOf(station.clock() - 400 * dayMs), to: businessDayOf(station.clock()) };
  const lines: string[] = [];
  const order = { tenantId: station.me.tenantId, ...range, write: (line: string) => void lines.push(line) };
  await exportCompliance({ store: central.store, clock: Date.now }, order);
  const folder = testFolder('over-contacts');
  const wish: ComplianceExport = {
    ...range,
    kinds: [],
    clientId: null,
    format: 'jsonl',
    folder,
    language: 'en',
  };
  const steps: ExportStep[] = [];
  for await (const step of exportHere(station, wish)) steps.push(step);
  const here = readFileSync(steps.at(-1)?.done?.file ?? '', 'utf8')
    .trim()
    .split('\n');
  const [atCentre, onDesk] = [lines, here].map((all) =>
    all
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ kind }) => kind === 'OVER_CONTACT'),
  ) as [Record<string, unknown>[], Record<string, unknown>[]];
  const bare = (entries: Record<string, unknown>[]) => entries.map(({ n: _, prev: __, ...said }) => said);
  expect(bare(atCentre)).toEqual(bare(onDesk));
  const codes = new Set(atCentre.map(({ code }) => code));
  expect([...codes].length).toBeGreaterThan(2);
  const month = station.clock() - 36 * dayMs;
  expect(atCentre.filter(({ at }) => Number(at) < month).length).toBeGreaterThan(20);
  expect(steps.at(-1)).toMatchObject({ rows: here.length - 2, total: here.length - 2 });
  const times = here.slice(1, -1).map((line) => (JSON.parse(line) as { at: number }).at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
