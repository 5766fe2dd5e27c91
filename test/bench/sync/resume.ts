import path from 'node:path';
import { countRows } from '#db/queries/digest.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import type { BenchCentre } from '#test/bench/sync/centre.ts';
import { deviceOn } from '#test/bench/sync/device.ts';
import type { Synced } from '#test/bench/sync/first.ts';

const line = lineOf('sync');
/** Every fifth page is cut in its middle. */
const cutEvery = 5;

/** A first sync of which every fifth page is cut in mid-body and the store closed and opened again after each cut. */
export async function resumeLines(centre: BenchCentre, folder: string, synced: Synced): Promise<BenchLine[]> {
  const enrolment = await centre.enrol(centre.managerIds[0]);
  const file = path.join(folder, 'resumed.db');
  const network = cuttingNetwork();
  const started = performance.now();
  for (;;) {
    const device = deviceOn(centre, enrolment, file);
    const sync = device.start(network.send);
    await sync.syncNow();
    const { proof } = sync.status();
    await sync.stop();
    if (proof?.isEqual) {
      const tookMs = performance.now() - started;
      const doubles = countRows(device.db) - synced.rows.length;
      device.db.close();
      const unit = { unit: 'rows', against: '', peer: 0 };
      return [
        line('first sync, 20 % of pages cut', tookMs, { unit: 'ms', against: 'uncut', peer: synced.tookMs }),
        { ...line('— rows too many or too few', doubles, unit), against: null },
        {
          ...line('— pages fetched twice, of cuts', network.again(), { ...unit, unit: 'pages' }),
          against: null,
        },
        { ...line('— cuts', network.cuts(), { ...unit, unit: 'pages' }), against: null },
      ];
    }
    device.db.close();
    network.mend();
  }
}

/** Ends every fifth page's body at its half and, until mended, everything after it. */
function cuttingNetwork() {
  const asked = new Map<string, number>();
  let pages = 0;
  let cuts = 0;
  let isCut = false;
  const send: typeof fetch = async (request, init) => {
    if (isCut) throw new TypeError('cut');
    const url = request instanceof Request ? request.url : String(request);
    const answer = await fetch(request, init);
    if (!url.includes('/sync/bootstrap')) return answer;
    const after = new URL(url).searchParams.get('after') ?? '';
    asked.set(after, (asked.get(after) ?? 0) + 1);
    pages += 1;
    if (pages % cutEvery !== 0) return answer;
    cuts += 1;
    isCut = true;
    await answer.text();
    throw new TypeError('cut in mid-body');
  };
  return {
    send,
    mend: () => {
      isCut = false;
    },
    cuts: () => cuts,
    again: () => [...asked.values()].filter((times) => times > 1).length,
  };
}
