import { describe, expect, test } from 'vitest';
import { sql } from '#db/handles.ts';
import { listConsents, listTagsOf } from '#db/queries/client-profile.ts';
import { listViews } from '#db/queries/client-views.ts';
import { removeView, saveView } from '#db/changes/client-views.ts';
import { readRow } from '#db/rows.ts';
import { correctClient } from '#workstation/clients/correct.ts';
import { createClient, type NewClient } from '#workstation/clients/create.ts';
import { addNote, recordConsent, revealPhone } from '#workstation/clients/facts.ts';
import { buildProfile } from '#workstation/clients/profile.ts';
import { addTag, removeTag } from '#workstation/clients/tags.ts';
import { testStation, type TestStation } from '#test/support/station.ts';

const newcomer: NewClient = {
  name: '王小明',
  phone: '138 0013 8000',
  source: '转介绍',
  lawfulBasis: 'CONSENT',
  isSharedPhone: false,
};

function stationWithClient(known: Partial<NewClient> = {}): { station: TestStation; id: string } {
  const station = testStation();
  const created = createClient(station, { ...newcomer, ...known });
  if (!created.ok) throw new Error(created.error.code);
  return { station, id: created.value.id };
}
const outbox = (station: TestStation) =>
  sql<{ command: string; patch: string }>(
    station.db,
    'SELECT command, patch FROM outbox ORDER BY position',
  ).all();

describe('createClient', () => {
  test('[CL15] a client comes with origin and lawful basis, the phone in E.164, and belongs to this manager', () => {
    const { station, id } = stationWithClient();
    expect(readRow(station.db, 'client', id)?.data).toMatchObject({
      phone: '+8613800138000',
      ownerManagerId: station.me.managerId,
      source: '转介绍',
      lawfulBasis: 'CONSENT',
    });
  });

  test('[CL15] a phone on file is refused with its owner, unless two people share it', () => {
    const { station, id } = stationWithClient();
    const again = { ...newcomer, name: '王大明' };
    expect(createClient(station, again)).toEqual({
      ok: false,
      error: { code: 'PHONE_TAKEN', id, name: '王小明' },
    });
    expect(createClient(station, { ...again, isSharedPhone: true }).ok).toBe(true);
  });

  test('[CL2] a bad phone creates nothing', () => {
    const station = testStation();
    expect(createClient(station, { ...newcomer, phone: '1380013800' })).toMatchObject({
      error: { code: 'INVALID_PHONE', problem: 'LENGTH' },
    });
    expect(outbox(station)).toEqual([]);
  });
});

describe('correctClient', () => {
  test('[CL16] only what changed becomes a change', () => {
    const { station, id } = stationWithClient();
    const corrected = correctClient(station, id, { name: '王小明', phone: '139-0013-9000', city: ' 成都 ' });
    expect(corrected).toEqual({ ok: true, value: { samePhone: [] } });
    const last = outbox(station).at(-1);
    expect(JSON.parse(last?.patch ?? '')).toEqual({ phone: '+8613900139000', city: '成都' });
    const before = outbox(station).length;
    correctClient(station, id, { name: '王小明', city: '成都' });
    expect(outbox(station)).toHaveLength(before);
  });

  test('[CL16] a refused phone or day changes nothing', () => {
    const { station, id } = stationWithClient();
    const before = outbox(station).length;
    expect(correctClient(station, id, { phone: '1.38E+10', city: '成都' })).toMatchObject({
      error: { code: 'INVALID_PHONE', problem: 'DIGITS_LOST' },
    });
    for (const birthDay of ['2026-02-30', '2026-11-24', '1899-12-31']) {
      expect(correctClient(station, id, { birthDay })).toMatchObject({
        error: { code: 'INVALID_BIRTH_DAY' },
      });
    }
    expect(correctClient(station, 'nobody', {})).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(outbox(station)).toHaveLength(before);
  });

  test('[CL16] a new number is usable again, and others who have it are named', () => {
    const { station, id } = stationWithClient();
    const other = createClient(station, { ...newcomer, name: '李娜', phone: '13900139000' });
    correctClient(station, id, { phone: '13900139000' });
    expect(readRow(station.db, 'client', id)?.data.phoneUsable).toBe(true);
    expect(correctClient(station, id, { phone: '' }).ok).toBe(true);
    expect(readRow(station.db, 'client', id)?.data.phone).toBeNull();
    expect(correctClient(station, id, { phone: '13900139000' })).toMatchObject({
      value: { samePhone: [{ id: other.ok ? other.value.id : '', name: '李娜' }] },
    });
  });
});

describe('tags', () => {
  test('[CL17] a tag carries its author; setting it twice sets it once', () => {
    const { station, id } = stationWithClient();
    expect(addTag(station, [id, id, 'nobody'], { name: '茶', expiresAt: null })).toBe(1);
    expect(addTag(station, [id], { name: '茶', expiresAt: null })).toBe(0);
    const [tag] = listTagsOf(station.db, id);
    expect(readRow(station.db, 'tag', tag?.id ?? '')?.data.setBy).toBe(station.me.managerId);
    expect(removeTag(station, tag?.id ?? '')).toBe(true);
    expect(removeTag(station, tag?.id ?? '')).toBe(false);
    expect(listTagsOf(station.db, id)).toEqual([]);
  });

  test('[CL17] many clients are tagged in groups that fit into one upload', () => {
    const station = testStation();
    const ids = Array.from({ length: 501 }, (_, index) => {
      const created = createClient(station, { ...newcomer, name: `客${index}`, phone: null });
      return created.ok ? created.value.id : '';
    });
    expect(addTag(station, ids, { name: '茶', expiresAt: null })).toBe(501);
    const groups = sql<{ n: number }>(
      station.db,
      `SELECT count(*) AS n FROM outbox WHERE command = 'client.tag' GROUP BY group_id`,
    ).all();
    expect(groups.map(({ n }) => n).toSorted((a, b) => b - a)).toEqual([250, 250, 1]);
  });
});

describe('facts', () => {
  test('[CL4] the whole phone is shown only with a logged look', () => {
    const { station, id } = stationWithClient();
    expect(buildProfile(station, id)?.phoneMasked).toBe('138****8000');
    expect(JSON.stringify(buildProfile(station, id))).not.toContain('13800138000');
    expect(revealPhone(station, id, 'CHECK')).toEqual({ phone: '13800138000' });
    expect(outbox(station).at(-1)).toMatchObject({ command: 'client.reveal' });
    expect(revealPhone(station, 'nobody', 'CHECK')).toBeNull();
  });

  test('[CL18] do-not-contact goes up before anything else and blocks the client at once', () => {
    const { station, id } = stationWithClient();
    recordConsent(station, id, {
      channel: null,
      purpose: null,
      given: false,
      evidence: '电话中要求',
      expiresAt: null,
    });
    expect(buildProfile(station, id)?.isBlocked).toBe(true);
    expect(listConsents(station.db, id)).toMatchObject([
      { given: false, evidence: '电话中要求', isPending: true },
    ]);
    const lane = sql<{ lane: number }>(station.db, `SELECT lane FROM outbox WHERE entity = 'consent'`).get();
    expect(lane).toEqual({ lane: 0 });
  });

  test('[CL9] a correction raises completeness and moves on to the next question', () => {
    const { station, id } = stationWithClient({ phone: null });
    const before = buildProfile(station, id);
    expect(before?.nextQuestion).toBe('PHONE');
    correctClient(station, id, { phone: '13800138000' });
    const after = buildProfile(station, id);
    expect(after?.completeness).toBeGreaterThan(before?.completeness ?? 100);
    expect(after?.nextQuestion).toBe('CONSENT');
  });

  test('[CL16] a note needs a client', () => {
    const { station, id } = stationWithClient();
    expect(addNote(station, id, '喜欢喝茶')).toBe(true);
    expect(addNote(station, 'nobody', '喜欢喝茶')).toBe(false);
  });
});

test('[CL19] views are kept on this device, by name; one that cannot be read is left out', () => {
  const { db } = testStation();
  const view = {
    name: '贵宾',
    filter: { tiers: ['VIP' as const] },
    sort: { by: 'aum' as const, descending: true },
  };
  saveView(db, view);
  saveView(db, { ...view, filter: {} });
  saveView(db, { ...view, name: '甲' });
  sql(db, `INSERT INTO local_setting VALUES ('clients.view:旧', '{"name":"旧"}')`).run();
  expect(listViews(db).map(({ name }) => name)).toEqual(['甲', '贵宾']);
  removeView(db, '甲');
  expect(listViews(db)).toEqual([{ ...view, filter: {} }]);
});
