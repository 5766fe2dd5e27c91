import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { echoMs, isEcho, isTicketCode, makeTicketCode, readTicketCodes } from '#core/events/ticket.ts';

const code = makeTicketCode(seededRandom(1));
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

describe('readTicketCodes', () => {
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
