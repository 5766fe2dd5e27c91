import type { ClientFields } from '#core/clients/client.ts';

/** A plausible client row for benchmarks; the number makes name and phone its own. */
export function clientData(at: number): ClientFields {
  return {
    name: `王伟${at}`,
    phone: `+86160${String(at).padStart(8, '0')}`,
    phoneUsable: true,
    gender: at % 2 ? 'F' : 'M',
    birthDay: '1980-05-17',
    city: '杭州',
    tier: 'MASS',
    ownerManagerId: '01940000-0000-7000-9000-000000000001',
    source: 'app',
    lawfulBasis: 'CONTRACT',
    registeredAt: 1_760_000_000_000,
    occupation: '工程师',
    incomeBand: '30_50',
    otherPlatforms: null,
    statedAssetsFen: null,
    capacity: 'FULL',
    extra: {},
  };
}
