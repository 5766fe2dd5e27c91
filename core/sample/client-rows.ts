import { addDays, dayMs, hourMs, minuteMs, startOfDay } from '#core/base/time.ts';
import { between, pick, type SampleKit, type SampleManager, type SampleRow } from '#core/sample/book.ts';
import { pastCallRows } from '#core/sample/past-calls.ts';
import { inventPerson, sampleLists } from '#core/sample/people.ts';
import { consentedDaysAgo, type Persona } from '#core/sample/persona.ts';
import { riskTestRows } from '#core/sample/risk-rows.ts';

/** One invented client with all its rows; the client row comes first. */
export function* clientRows(
  kit: SampleKit,
  serial: number,
  persona: Persona,
  owner: SampleManager,
): Generator<SampleRow> {
  const { random, newId, now } = kit;
  const person = inventPerson(kit, serial);
  const clientId = newId();
  const registeredAt = ago(kit, persona.registeredDaysAgo);
  yield {
    entity: 'client',
    id: clientId,
    data: {
      name: persona.name ?? person.name,
      phone: persona.hasPhone === false ? null : person.phone,
      phoneUsable: persona.hasPhone !== false,
      gender: persona.gender ?? person.gender,
      birthDay: persona.birthDay,
      city: person.city,
      tier: persona.tier,
      ownerManagerId: owner.id,
      source: person.source,
      lawfulBasis: registeredAt === null ? 'CONSENT' : 'CONTRACT',
      registeredAt,
      occupation: random() < 0.7 ? person.occupation : null,
      incomeBand: random() < 0.6 ? pick(random, ['LT10', '10_30', '30_50', '50_100', 'GT100']) : null,
      otherPlatforms: null,
      statedAssetsFen: null,
      capacity: persona.capacity,
      extra: {},
    },
  };
  yield* consentRows(kit, clientId, persona, owner);
  yield* moneyRows(kit, clientId, persona);
  if (persona.riskAppetite !== null) yield* riskTestRows(kit, clientId, persona, owner.id);
  if (!kit.isSparse || random() < 0.2) yield* pastCallRows(kit, clientId, persona, owner);
  yield* colourRows(kit, clientId, persona, owner);
  if (persona.callbackInMinutes !== undefined) {
    const dueAt = now + persona.callbackInMinutes * minuteMs;
    yield task(kit, clientId, owner, { kind: 'CALLBACK', dueAt, text: '约定回电' });
  }
  if (persona.hasComplaint) {
    yield task(kit, clientId, owner, { kind: 'COMPLAINT', dueAt: now, text: '反映到账时间与告知不符' });
  }
}

function* consentRows(
  kit: SampleKit,
  clientId: string,
  persona: Persona,
  owner: SampleManager,
): Generator<SampleRow> {
  if (persona.marketing === 'NONE') return;
  const consent = (
    given: boolean,
    daysAgo: number,
    channel: string | null,
    purpose: string | null,
    evidence: string,
  ) => ({
    entity: 'consent' as const,
    id: kit.newId(),
    data: {
      clientId,
      channel,
      purpose,
      given,
      evidence,
      recordedBy: owner.id,
      recordedAt: ago(kit, daysAgo) ?? kit.now,
      expiresAt: null,
    },
  });
  const since = consentedDaysAgo(persona);
  yield consent(true, since, null, 'MARKETING', '注册时勾选《营销信息接收同意书》');
  if (persona.marketing === 'WITHDRAWN') yield consent(false, 2, null, 'MARKETING', '电话中表示不再接收营销');
  if (persona.marketing === 'DNC') yield consent(false, 1, null, null, '客户要求不再联系');
}

function* moneyRows(kit: SampleKit, clientId: string, persona: Persona): Generator<SampleRow> {
  const { random, newId, products, today, now } = kit;
  const activity = (
    kind: string,
    daysAgo: number,
    amountFen: number | null,
    productId: string | null,
  ): SampleRow => ({
    entity: 'activity',
    id: newId(),
    data: { clientId, kind, productId, amountFen, happenedAt: ago(kit, daysAgo) ?? now },
  });
  if (persona.registeredDaysAgo !== null) yield activity('REGISTER', persona.registeredDaysAgo, null, null);
  if (persona.lastLoginDaysAgo !== null) {
    const logins = kit.isSparse ? 1 : between(random, 1, 4);
    for (let turn = 0; turn < logins; turn += 1) {
      const daysAgo = persona.lastLoginDaysAgo + turn * between(random, 2, 9);
      if (turn === 0 || daysAgo < (persona.registeredDaysAgo ?? 0))
        yield activity('LOGIN', daysAgo, null, null);
    }
  }
  if (persona.investedDaysAgo === null) return;
  const onSale = products.filter(({ status }) => status === 'ON_SALE');
  const parts = persona.aumFen > 5_000_000 ? between(random, 1, 3) : 1;
  for (let part = 0; part < parts; part += 1) {
    const product = pick(random, onSale);
    const amountFen =
      Math.floor(persona.aumFen / parts / 100) * 100 + (part === 0 ? persona.aumFen % 100 : 0);
    const daysAgo = part === 0 ? persona.investedDaysAgo : between(random, 1, persona.investedDaysAgo);
    yield activity('INVEST', daysAgo, amountFen || 100_000, product.id);
    if (amountFen === 0) continue;
    const matures = part === 0 && persona.maturesInDays !== null && persona.maturesInDays >= 0;
    yield {
      entity: 'holding',
      id: newId(),
      data: {
        clientId,
        productId: product.id,
        amountFen,
        sinceDay: addDays(today, -daysAgo),
        maturesOn: matures ? addDays(today, persona.maturesInDays ?? 0) : null,
        asOf: now,
      },
    };
  }
  if (persona.redeemedFen)
    yield activity(
      'REDEEM',
      Math.max(persona.lastLoginDaysAgo ?? 30, 1),
      persona.redeemedFen,
      pick(random, onSale).id,
    );
  if (persona.maturesInDays !== null && persona.maturesInDays < 0) {
    yield activity('MATURED', -persona.maturesInDays, 8_000_000, pick(random, onSale).id);
  }
}

function* colourRows(
  kit: SampleKit,
  clientId: string,
  persona: Persona,
  owner: SampleManager,
): Generator<SampleRow> {
  const { random, newId, now } = kit;
  if (random() < 0.35) {
    const setAt = now - between(random, 5, 200) * dayMs;
    const name = pick(random, sampleLists.tags);
    yield { entity: 'tag', id: newId(), data: { clientId, name, setBy: owner.id, setAt, expiresAt: null } };
  }
  if (!kit.isSparse && persona.investedDaysAgo !== null && random() < 0.25) {
    const writtenAt = now - between(random, 3, 150) * dayMs;
    yield {
      entity: 'note',
      id: newId(),
      data: { clientId, managerId: owner.id, text: pick(random, sampleLists.notes), writtenAt },
    };
  }
}

function task(
  kit: SampleKit,
  clientId: string,
  owner: SampleManager,
  particulars: { kind: string; dueAt: number; text: string },
): SampleRow {
  return {
    entity: 'task',
    id: kit.newId(),
    data: {
      clientId,
      managerId: owner.id,
      ...particulars,
      status: 'OPEN',
      fromContactId: null,
      closedAt: null,
    },
  };
}

/** The instant some days before the book's now, at a plausible hour of that day; null stays null. */
function ago(kit: SampleKit, days: number | null): number | null {
  if (days === null) return null;
  if (days === 0) return kit.now - between(kit.random, 20, 200) * minuteMs;
  return startOfDay(addDays(kit.today, -days)) + between(kit.random, 9, 20) * hourMs;
}
