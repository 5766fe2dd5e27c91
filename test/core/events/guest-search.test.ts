import { describe, expect, test } from 'vitest';
import { searchableGuest, searchGuests } from '#core/events/guest-search.ts';

const guests = [
  { id: 'wxm', name: '王小明', phone: '+8613800005678' },
  { id: 'oyn', name: '欧阳娜', phone: '+8613800001234' },
  { id: 'sxx', name: '单雄信', phone: null },
  { id: 'anna', name: 'Anna Wang', phone: '+8613800005670' },
].map((guest) => searchableGuest(guest));

describe('searchGuests', () => {
  test.each([
    ['王', ['wxm']],
    ['阳', ['oyn']],
    ['w', ['wxm', 'anna']],
    ['wxm', ['wxm']],
    ['ouyang', ['oyn']],
    ['shan', ['sxx']],
    ['dan', ['sxx']],
    ['5678', ['wxm']],
    ['567', ['anna', 'wxm']],
    ['5', ['anna', 'wxm']],
    ['13800001234', ['oyn']],
    ['ａｎｎａ', ['anna']],
    ['', []],
    ['zz', []],
  ])('[EV19] %j finds', (typed, expected) => {
    expect(searchGuests(guests, typed).toSorted()).toEqual(expected.toSorted());
  });

  test('[EV19] the whole name and exact initials come first', () => {
    const names = ['王伟东', '王伟', '吴王伟'].map((name, index) =>
      searchableGuest({ id: String(index), name, phone: null }),
    );
    expect(searchGuests(names, '王伟')).toEqual(['1', '0', '2']);
    expect(searchGuests(names, 'ww')[0]).toBe('1');
  });
});
