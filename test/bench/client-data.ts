import type { ClientFields } from '#core/clients/client.ts';
import { clientRow } from '#test/support/rows.ts';

/** A plausible client row for benchmarks; the number makes name and phone its own. */
export function clientData(at: number): ClientFields {
  return clientRow({
    name: `王伟${at}`,
    phone: `+86160${String(at).padStart(8, '0')}`,
    gender: at % 2 ? 'F' : 'M',
    birthDay: '1980-05-17',
    city: '杭州',
    registeredAt: 1_760_000_000_000,
    occupation: '工程师',
    incomeBand: '30_50',
    capacity: 'FULL',
  });
}
