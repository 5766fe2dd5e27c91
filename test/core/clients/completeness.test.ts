import { describe, expect, test } from 'vitest';
import { completenessOf, type ProfileFacts } from '#core/clients/completeness.ts';

const empty: ProfileFacts = {
  client: {
    phone: null,
    phoneUsable: true,
    birthDay: null,
    incomeBand: null,
    occupation: null,
    otherPlatforms: null,
    city: null,
    capacity: null,
    gender: null,
  },
  hasConsent: false,
  hasValidTest: false,
};

describe('completenessOf', () => {
  test('[CL9] an empty profile is 0 % and asks for the phone first', () => {
    expect(completenessOf(empty)).toMatchObject({ percent: 0, next: 'PHONE' });
  });

  test('[CL9] answering raises the meter and removes the question', () => {
    const before = completenessOf(empty);
    const after = completenessOf({ ...empty, client: { ...empty.client, phone: '+8613800138000' } });
    expect(after.percent).toBeGreaterThan(before.percent);
    expect(after.missing).not.toContain('PHONE');
    expect(after.next).toBe('CONSENT');
  });

  test('[CL9] a number known to be wrong and a blank text are no answers', () => {
    const client = { ...empty.client, phone: '+8613800138000', phoneUsable: false, city: ' ' };
    expect(completenessOf({ ...empty, client }).missing).toEqual(expect.arrayContaining(['PHONE', 'CITY']));
  });

  test('[CL9] a full profile is 100 % and asks nothing', () => {
    const full: ProfileFacts = {
      client: {
        phone: '+8613800138000',
        phoneUsable: true,
        birthDay: '1980-01-01',
        incomeBand: '10_30',
        occupation: '教师',
        otherPlatforms: '无',
        city: '成都',
        capacity: 'FULL',
        gender: 'F',
      },
      hasConsent: true,
      hasValidTest: true,
    };
    expect(completenessOf(full)).toEqual({ percent: 100, next: null, missing: [] });
  });
});
