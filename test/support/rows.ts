import type { ClientFields } from '#core/clients/client.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';

/** The manager of every test station. */
export const testManagerId = '01940000-0000-7000-9000-000000000001';

/** A whole client row with nothing but a name; a test states what it is about. */
export function clientRow(over: Partial<ClientFields> = {}): ClientFields {
  return {
    name: '王小明',
    phone: null,
    phoneUsable: true,
    gender: null,
    birthDay: null,
    city: null,
    tier: 'MASS',
    ownerManagerId: testManagerId,
    source: 'app',
    lawfulBasis: 'CONTRACT',
    registeredAt: null,
    occupation: null,
    incomeBand: null,
    otherPlatforms: null,
    statedAssetsFen: null,
    capacity: null,
    extra: {},
    ...over,
  };
}

/** A whole risk test that ended in C3 and stands until 2027-11-23, except for what the test states. */
export function riskTestRow(
  over: Partial<RiskTestFields> & Pick<RiskTestFields, 'clientId' | 'takenAt'>,
): RiskTestFields {
  return {
    managerId: testManagerId,
    sheetId: 'default',
    sheetVersion: 1,
    answers: {},
    score: 50,
    level: 'C3',
    changedFrom: null,
    validThrough: '2027-11-23',
    heldBy: 'CLIENT',
    capacity: 'FULL',
    truthDeclared: true,
    retestReason: null,
    flags: [],
    signaturePath: 'M0 0',
    voidedReason: null,
    ...over,
  };
}
