import { addDays, addMonths, type BusinessDay } from '#core/base/time.ts';
import type { Persona } from '#core/sample/persona.ts';

const wan = 1_000_000;

/** The clients who stand exactly on a line, so that every screen and rule has its edge to show. */
export function boundaryPersonas(today: BusinessDay): readonly Persona[] {
  const ordinary: Persona = {
    registeredDaysAgo: 400,
    investedDaysAgo: 380,
    lastLoginDaysAgo: 2,
    aumFen: 12 * wan,
    tier: 'POTENTIAL',
    birthDay: addDays(today, -40 * 365 + 100),
    capacity: 'FULL',
    riskAppetite: 2,
    testedDaysAgo: 60,
    maturesInDays: null,
    marketing: 'GIVEN',
  };
  const neverInvested = {
    ...ordinary,
    investedDaysAgo: null,
    aumFen: 0,
    tier: 'MASS' as const,
    riskAppetite: null,
  };
  const yearAgo = (offset: number): number => daysSinceSameDayLastYear(today) + offset;
  return [
    { ...neverInvested, name: '周明远', gender: 'M', registeredDaysAgo: 179 },
    { ...neverInvested, name: '周静怡', gender: 'F', registeredDaysAgo: 180 },
    { ...neverInvested, name: '周国强', gender: 'M', registeredDaysAgo: 181, lastLoginDaysAgo: 20 },
    { ...neverInvested, name: '孙可欣', gender: 'F', registeredDaysAgo: 0, lastLoginDaysAgo: 0 },
    { ...neverInvested, name: '孙立新', gender: 'M', registeredDaysAgo: 152, lastLoginDaysAgo: 9 },
    {
      ...ordinary,
      name: '何淑珍',
      gender: 'F',
      birthDay: addDays(addMonths(today, -65 * 12), 1),
      riskAppetite: 3,
      aumFen: 66 * wan,
      tier: 'VIP',
    },
    {
      ...ordinary,
      name: '何永康',
      gender: 'M',
      birthDay: addMonths(today, -65 * 12),
      riskAppetite: 3,
      aumFen: 88 * wan,
      tier: 'VIP',
    },
    { ...ordinary, name: '罗一鸣', gender: 'M', testedDaysAgo: yearAgo(-1) },
    { ...ordinary, name: '罗晨曦', gender: 'F', testedDaysAgo: yearAgo(0) },
    { ...ordinary, name: '罗建国', gender: 'M', testedDaysAgo: yearAgo(1), aumFen: 120 * wan, tier: 'VIP' },
    { ...ordinary, name: '高雨桐', gender: 'F', birthDay: addMonths(today, -31 * 12) },
    {
      ...ordinary,
      name: '高天佑',
      gender: 'M',
      birthDay: addDays(addMonths(today, -45 * 12), 3),
      aumFen: 75 * wan,
      tier: 'VIP',
    },
    { ...ordinary, name: '宋若兰', gender: 'F', birthDay: '1992-02-29' },
    { ...ordinary, name: '郑德华', gender: 'M', maturesInDays: 0, aumFen: 30 * wan },
    { ...ordinary, name: '郑佳慧', gender: 'F', maturesInDays: 7, aumFen: 20 * wan },
    { ...ordinary, name: '梁志强', gender: 'M', maturesInDays: -3, aumFen: 25 * wan },
    { ...ordinary, name: '谢乐瑶', gender: 'F', aumFen: 4_900_000, tier: 'MASS' },
    { ...ordinary, name: '韩振华', gender: 'M', marketing: 'DNC' },
    { ...ordinary, name: '韩梦瑶', gender: 'F', marketing: 'WITHDRAWN' },
    { ...ordinary, name: '唐文博', gender: 'M', hasComplaint: true },
    { ...ordinary, name: '唐秀英', gender: 'F', capacity: 'LIMITED', riskAppetite: 0 },
    { ...ordinary, name: '曹浩然', gender: 'M', hasPhone: false },
    { ...ordinary, name: '王伟', gender: 'M', callbackInMinutes: -10 },
    { ...ordinary, name: '王伟', gender: 'M', callbackInMinutes: 45, aumFen: 3 * wan },
    {
      ...ordinary,
      name: '王薇',
      gender: 'F',
      aumFen: 260 * wan,
      tier: 'VIP',
      registeredDaysAgo: 900,
      investedDaysAgo: 880,
    },
    { ...ordinary, name: '欧阳娜娜', gender: 'F' },
    { ...ordinary, name: '单雄', gender: 'M' },
    { ...ordinary, name: '曾可', gender: 'F' },
    { ...ordinary, name: '重阳', gender: 'M' },
    { ...ordinary, name: '𠮷田', gender: 'M' },
    { ...ordinary, name: '买买提·艾力', gender: 'M' },
    {
      ...ordinary,
      name: '许立新',
      gender: 'M',
      lastLoginDaysAgo: 62,
      aumFen: 1 * wan,
      redeemedFen: 40 * wan,
    },
    { ...ordinary, name: '邓海涛', gender: 'M', lastLoginDaysAgo: 120, aumFen: 0, redeemedFen: 15 * wan },
    {
      ...ordinary,
      name: '冯语嫣',
      gender: 'F',
      registeredDaysAgo: null,
      investedDaysAgo: null,
      lastLoginDaysAgo: null,
      aumFen: 0,
      riskAppetite: null,
      tier: 'MASS',
    },
  ];
}

function daysSinceSameDayLastYear(today: BusinessDay): number {
  let days = 365;
  if (addDays(today, -days) !== addMonths(today, -12)) days += 1;
  return days;
}
