import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { foreignCodeOf, foreignPieces } from '#core/events/foreign-code.ts';
import {
  echoMs,
  isEcho,
  isSealedBy,
  isTicketCode,
  makeTicketCode,
  readTicketCodes,
  type Seal,
} from '#core/events/ticket.ts';

const code = makeTicketCode(seededRandom(1));
/** Stands for HMAC: the same text and key, the same bytes. */
const sealOf =
  (key: number): Seal =>
  (text) => {
    const random = seededRandom(
      [...text].reduce((sum, one) => sum * 31 + (one.codePointAt(0) ?? 0), key) % 2 ** 31,
    );
    return Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256));
  };
const sealed = makeTicketCode(seededRandom(1), sealOf(1));
const fullWidth = (text: string): string =>
  [...text].map((one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)).join('');

describe('makeTicketCode', () => {
  test('[EV14] thirteen characters a scanner can type, valid, and different each time', () => {
    const random = seededRandom(7);
    const codes = Array.from({ length: 5000 }, () => makeTicketCode(random));
    expect(codes.every((one) => /^ZK[0-9A-Z]{11}$/.test(one) && isTicketCode(one))).toBe(true);
    expect(new Set(codes).size).toBe(5000);
  });

  test('[EV14] the check character finds every single wrong character', () => {
    const letters = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    for (let place = 0; place < code.length; place += 1) {
      for (const letter of letters.filter((one) => one !== code[place])) {
        expect(isTicketCode(code.slice(0, place) + letter + code.slice(place + 1))).toBe(false);
      }
    }
  });
});

describe('a sealed code', () => {
  test('[EV120] sixteen characters, which the smallest QR code holds, and no two alike', () => {
    const random = seededRandom(7);
    const codes = Array.from({ length: 5000 }, () => makeTicketCode(random, sealOf(1)));
    expect(codes.every((one) => /^ZS[0-9A-Z]{14}$/.test(one) && isTicketCode(one))).toBe(true);
    expect(new Set(codes).size).toBe(5000);
  });

  test('[EV120] the key of its event knows it, another key does not, and a letter changed is no code', () => {
    const random = seededRandom(9);
    for (let count = 0; count < 500; count += 1) {
      const code = makeTicketCode(random, sealOf(1));
      expect(isSealedBy(code, sealOf(1))).toBe(true);
      expect(isSealedBy(code, sealOf(2))).toBe(false);
    }
    for (let place = 0; place < sealed.length; place += 1) {
      const other = sealed[place] === '0' ? '1' : '0';
      expect(isTicketCode(sealed.slice(0, place) + other + sealed.slice(place + 1))).toBe(false);
    }
  });

  test('[EV120] who knows how codes are made, but not the key, makes none that is genuine', () => {
    const random = seededRandom(11);
    const invented = Array.from({ length: 5000 }, () => makeTicketCode(random, sealOf(99)));
    expect(invented.filter((code) => isSealedBy(code, sealOf(1)))).toEqual([]);
  });

  test('[EV120] a code without a seal stays a code, and is sealed by nothing', () => {
    expect(isTicketCode(code)).toBe(true);
    expect(isSealedBy(code, sealOf(1))).toBe(false);
  });
});

describe('a code of another system', () => {
  const pretix = 'k3a9mzp7w2xbqrtt';
  const stored = pretix.toUpperCase();

  test('[EV121] is kept as capital letters and digits; one that could be guessed is not kept', () => {
    expect(foreignCodeOf(pretix)).toBe(stored);
    expect(foreignCodeOf(` ${fullWidth(stored)}\r\n`)).toBe(stored);
    expect(foreignCodeOf('ABC12')).toBeNull();
    expect(foreignCodeOf('13800001234')).toBeNull();
    expect(foreignCodeOf('110101199003070011')).toBeNull();
    expect(foreignCodeOf('X'.repeat(201))).toBeNull();
  });

  test.each([
    ['plain', pretix],
    ['what a scanner adds', `]Q1${pretix}#A7`],
    ['sent twice in one go', pretix + pretix],
    ['full-width', fullWidth(stored)],
  ])('[EV121] is found by its length: %s', (_how, typed) => {
    expect(foreignPieces(typed, [16])).toContain(stored);
  });

  test('[EV121] never stands in the way of a code of ours', () => {
    expect(foreignCodeOf(code)).toBeNull();
    expect(foreignCodeOf(`abc${sealed}def`)).toBeNull();
    expect(foreignPieces(`${pretix}${code}`, [16])).toEqual([]);
    expect(foreignPieces('AB', [16])).toEqual([]);
  });
});

describe('readTicketCodes', () => {
  test('[EV15] sealed codes and codes without a seal are read alike, one after the other', () => {
    expect(readTicketCodes(` ${fullWidth(sealed)}${code}`.toLowerCase())).toEqual([sealed, code]);
    expect(readTicketCodes(sealed + sealed)).toEqual([sealed]);
    expect(readTicketCodes(`ZSZK${sealed}`)).toEqual([sealed]);
  });

  test.each([
    ['plain', code],
    ['lower case', code.toLowerCase()],
    ['full-width from an input method', fullWidth(code)],
    ['scanner prefix and suffix', `]Q3${code}\t#`],
    ['spaces and line end', ` ${code.slice(0, 5)} ${code.slice(5)}\r\n`],
    ['an address around it', `https://salon.example/t/${code}?x=1`],
    ['sent twice in one go', code + code],
    ['a prefix that looks like the start of a code', `ZKZK${code}`],
  ])('[EV15] %s', (_how, typed) => {
    expect(readTicketCodes(typed)).toEqual([code]);
  });

  test('[EV15] two different codes in one go are both read; a misread one is none', () => {
    const other = makeTicketCode(seededRandom(2));
    expect(readTicketCodes(code + other)).toEqual([code, other]);
    expect(readTicketCodes(code.slice(0, -1))).toEqual([]);
    expect(readTicketCodes('王小明')).toEqual([]);
  });

  test('[EV15] any surroundings without letters and digits leave the code readable', () => {
    const noise = fc.string({ unit: fc.constantFrom(' ', '\t', '-', '，', '#', '\u200B') });
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        expect(readTicketCodes(before + code + after)).toEqual([code]);
      }),
    );
  });
});

describe('isEcho', () => {
  test('[EV16] the same code within 1.5 seconds, and only that', () => {
    const last = { code, at: 10_000 };
    expect(isEcho(null, last)).toBe(false);
    expect(isEcho(last, { code, at: 10_000 + echoMs - 1 })).toBe(true);
    expect(isEcho(last, { code, at: 10_000 + echoMs })).toBe(false);
    expect(isEcho(last, { code: 'other', at: 10_001 })).toBe(false);
    expect(isEcho(last, { code, at: 10_000 - 3_600_000 })).toBe(false);
  });
});
