import { uuidv7 } from 'uuidv7';
import { createHlc } from '#core/sync/hlc.ts';
import { hlcStore } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import type { Enrolment } from '#workstation/sync/enrol.ts';
import type { Station } from '#workstation/station.ts';

/** Makes the open station of an enrolled device, on the real clock. Needs no test runner. */
export function stationOf(enrolment: Enrolment, db: WritableDb): Station {
  const { deviceToken: _token, epoch: _epoch, ...me } = enrolment;
  const clock = () => Date.now();
  return {
    db,
    clock,
    newId: uuidv7,
    nextHlc: createHlc(clock, enrolment.deviceId, hlcStore(db)),
    me: { ...me, deviceName: 'Test desk' },
    live: createLiveBus(),
  };
}
