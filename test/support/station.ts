import type { WritableDb } from '#db/handles.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import type { Station } from '#workstation/station.ts';
import { testClock, testIds, type TestClock } from '#test/support/clock.ts';
import { testManagerId } from '#test/support/rows.ts';
import { freshStore } from '#test/support/store.ts';

/** An open station on a fresh store with a clock that the test moves. */
export interface TestStation extends Station {
  readonly testClock: TestClock;
}

/** Makes an open station for one test; no centre, no timers. */
export function testStation(db: WritableDb = freshStore(), space = 0): TestStation {
  const clock = testClock();
  let hlc = 0;
  return {
    db,
    clock: clock.now,
    testClock: clock,
    newId: testIds(space),
    nextHlc: () => {
      hlc += 1;
      return `${String(clock.now()).padStart(15, '0')}-${String(hlc).padStart(6, '0')}-test${space}`;
    },
    me: {
      tenantId: 'tenant-test',
      managerId: testManagerId,
      managerName: '林若溪',
      branchName: '示例支行',
      deviceId: `device-${space}`,
      deviceName: 'Test desk',
    },
    live: createLiveBus(),
  };
}
