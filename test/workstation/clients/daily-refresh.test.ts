import { expect, test, vi } from 'vitest';
import { dayMs, startOfDay } from '#core/base/time.ts';
import { sql } from '#db/handles.ts';
import { startDailyRefresh } from '#workstation/clients/daily-refresh.ts';
import { clientRow } from '#test/support/rows.ts';
import { testStation } from '#test/support/station.ts';
import { commit } from '#workstation/station.ts';

test('[LC15] the program judges anew at its start and after midnight, and tells the screen once', () => {
  vi.useFakeTimers();
  const station = testStation();
  const signals: unknown[] = [];
  const stop = startDailyRefresh(station);
  try {
    for (let index = 0; index < 3; index++) {
      const data = clientRow({ registeredAt: startOfDay('2026-05-27') });
      commit(station, 'client.create', [{ op: 'create', entity: 'client', id: station.newId(), data }]);
    }
    station.live.subscribe('signal', (signal) => void signals.push(signal));
    const stages = () =>
      sql<{ stage: string }>(station.db, 'SELECT DISTINCT stage FROM client_summary').all();
    vi.advanceTimersByTime(60_000);
    expect([stages(), signals]).toEqual([[{ stage: 'ACTIVATION' }], []]);
    station.testClock.advance(dayMs);
    vi.advanceTimersByTime(600_000);
    expect(stages()).toEqual([{ stage: 'EXPIRED' }]);
    expect(signals).toEqual([{ kind: 'rows', entities: ['client'] }]);
  } finally {
    stop();
    vi.useRealTimers();
  }
});
