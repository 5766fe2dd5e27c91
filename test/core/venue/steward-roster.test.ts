import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { GuestFields } from '#core/events/event.ts';
import { maskGuest } from '#core/venue/mask-guest.ts';
import { stewardGuest, type StewardGuest } from '#core/venue/steward-roster.ts';
import { searchStewardGuests } from '#core/venue/steward-search.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function guest(name: string): StewardGuest {
  return maskGuest(
    { id: name, name, state: 'confirmed', seat: null, ticketCode: null, revokedCodes: [], foreignCode: null },
    { isForHost: false, hash },
  );
}

const names = [
  '王小明',
  '王晓敏',
  '王伟',
  '王志华',
  '单雄信',
  '欧阳修',
  '李小明',
  'John Smith',
  '阿依古丽·买买提',
];
const roster = names.map((name) => guest(name));
const find = (typed: string): string[] => searchStewardGuests(roster, typed).map(({ guestId }) => guestId);

test('[EV80] a helper’s browser holds no whole name, no phone, no client and no ticket code', () => {
  const full: GuestFields & { id: string } = {
    id: 'guest-1',
    eventId: 'salon',
    clientId: 'client-7',
    name: '欧阳小明',
    phone: '+8616088887766',
    hostManagerId: 'host',
    plusOneOf: null,
    state: 'confirmed',
    stateAt: 0,
    invitedAt: 0,
    ticketCode: 'ZK0123456789X',
    revokedCodes: ['ZKABCDEFGHJKM'],
    foreignCode: 'PRETIX77',
    seat: '3 号桌',
    invitedFrom: 'LIST',
  };
  const masked = maskGuest(full, { isForHost: true, hash });
  expect(stewardGuest.strict().parse(masked)).toEqual(masked);
  expect(masked.maskedName).toBe('欧＊＊');
  const text = JSON.stringify(masked);
  for (const secret of [
    '阳',
    '小',
    '明',
    'ming',
    'ouyang',
    '8888',
    '7766',
    'client-7',
    'host"',
    'ZK0',
    'ZKA',
  ])
    expect(text).not.toContain(secret);
  expect(masked.ticketHashes).toEqual([hash('ZK0123456789X'), hash('PRETIX77')]);
  expect(masked.revokedHashes).toEqual([hash('ZKABCDEFGHJKM')]);
  expect(masked.isForHost).toBe(true);
  expect(masked.seat).toBe('3 号桌');
});

test('[EV80] a mask tells neither a short name whole nor the length of a long one', () => {
  expect(
    ['明', '王伟', '王小明', '阿依古丽·买买提', 'John Smith'].map((name) => guest(name).maskedName),
  ).toEqual(['明＊', '王＊', '王＊＊', '阿＊＊', 'J＊＊']);
  expect(guest('John Smith')).toMatchObject({ surname: ['j'], initials: ['js'], groups: '' });
});

test.each([
  ['王', ['王伟', '王小明', '王晓敏', '王志华']],
  ['w', ['王伟', '王小明', '王晓敏', '王志华']],
  ['wx', ['王小明', '王晓敏']],
  ['wxm', ['王小明', '王晓敏']],
  ['wangx', ['王小明', '王晓敏']],
  ['wangxiaoming', ['王小明', '王晓敏']],
  ['shan', ['单雄信']],
  ['ouyangx', ['欧阳修']],
  ['js', ['John Smith']],
  ['j', ['John Smith']],
  ['16088887766', []],
  ['', []],
  ['赵', []],
])('[EV81] %j finds the guest on a masked list, from the first character', (typed, expected) => {
  expect(find(typed).toSorted()).toEqual(expected.toSorted());
});

test('[EV81] a whole name in characters finds its guest first, and a given name alone finds them too', () => {
  for (const name of names.filter((one) => /^\p{Script=Han}+$/u.test(one))) expect(find(name)[0]).toBe(name);
  expect(find('小明')).toEqual(expect.arrayContaining(['王小明', '李小明']));
  expect(find('王xm').toSorted()).toEqual(['王小明', '王晓敏'].toSorted());
  expect(find('王小')[0]).toBe('王小明');
});
