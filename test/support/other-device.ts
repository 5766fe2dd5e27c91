import { uuidv7 } from 'uuidv7';
import { schemaVersion, type Mutation, type MutationResult, type WireRow } from '#core/sync/protocol.ts';
import { writeHlc } from '#core/sync/hlc.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';
import { enrolDevice } from '#workstation/sync/enrol.ts';

/** A second device of a manager without a screen: what it writes, the workstation under test meets as another's work. */
export interface OtherDevice {
  /** Every row it may see, as it stood when the device was enrolled. */
  readonly rows: readonly WireRow[];
  readonly push: (
    change: Pick<Mutation, 'entity' | 'id' | 'op' | 'patch' | 'base'>,
  ) => Promise<MutationResult>;
}

interface Wish {
  readonly centralUrl: string;
  readonly code: string;
  readonly deviceName: string;
  /** What the test's clocks are ahead of the machine's, in milliseconds. */
  readonly clockOffsetMs: number;
}

/** Enrols the device with a one-time code and reads everything it may see. */
export async function otherDevice({
  centralUrl,
  code,
  deviceName,
  clockOffsetMs,
}: Wish): Promise<OtherDevice> {
  const about = { deviceName, platform: 'win32', appVersion: '0.1.0' };
  const enrolled = await enrolDevice({ centralUrl, code, ...about });
  if (!enrolled.ok) throw new Error(enrolled.error);
  const api = createCentralClient({ url: centralUrl, token: enrolled.value.deviceToken });
  const rows: WireRow[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await api.bootstrap({ after, limit: 5000 });
    rows.push(...page.rows);
    if (page.next === null) break;
    after = page.next;
  }
  return {
    rows,
    push: async (change) => {
      const clock = Date.now() + clockOffsetMs;
      const hlc = writeHlc({ ms: clock, counter: 0, device: 'other' });
      const mutation = {
        mid: uuidv7(),
        group: uuidv7(),
        command: 'test',
        hlc,
        schema: schemaVersion,
        ...change,
      };
      const [result] = (await api.push({ mutations: [mutation], clock })).results;
      if (!result) throw new Error('The centre did not answer.');
      return result;
    },
  };
}
