import { describe, expect, test } from 'vitest';
import { isAssignedPhone, maskPhone, nationalDigits, normalisePhone } from '#core/clients/phone.ts';

const good: [text: string, phone: string][] = [
  ['13800138000', '+8613800138000'],
  ['１３８００１３８０００', '+8613800138000'],
  ['+86 138-0013-8000', '+8613800138000'],
  ['＋86（138）0013 8000', '+8613800138000'],
  ['0086 13800138000', '+8613800138000'],
  ['8613800138000', '+8613800138000'],
  ['013800138000', '+8613800138000'],
  ['13800138000.0', '+8613800138000'],
  ['手机：138·0013·8000', '+8613800138000'],
  ['\u202D138 0013 8000\u202C', '+8613800138000'],
  ['16800001111', '+8616800001111'],
  ['010-66668888', '+861066668888'],
  ['4008123123', '+864008123123'],
  ['+852 9123 4567', '+85291234567'],
];
const bad: [text: string, problem: string][] = [
  ['', 'EMPTY'],
  ['  ', 'EMPTY'],
  ['无', 'LETTERS'],
  ['1.38E+10', 'DIGITS_LOST'],
  ['1.38e10', 'DIGITS_LOST'],
  ['010-66668888转8001', 'EXTENSION'],
  ['1380013800', 'LENGTH'],
  ['138001380001', 'LENGTH'],
  ['12000001111', 'LENGTH'],
  ['88886666', 'UNKNOWN'],
  ['11111111111', 'FAKE'],
  ['12345678901', 'FAKE'],
  ['13333333333', 'FAKE'],
  ['13123456789', 'FAKE'],
  ['19876543210', 'FAKE'],
];

describe('normalisePhone', () => {
  test.each(good)('[CL1] %s is written %s', (text, phone) => {
    expect(normalisePhone(text)).toEqual({ ok: true, value: phone });
  });

  test.each(bad)('[CL2] "%s" is refused: %s', (text, problem) => {
    expect(normalisePhone(text)).toEqual({ ok: false, error: problem });
  });

  test('[CL1] a written number is written the same again', () => {
    for (const [, phone] of good) expect(normalisePhone(phone)).toEqual({ ok: true, value: phone });
  });

  test('[CL3] a test range is well-formed but not assigned', () => {
    expect(isAssignedPhone('+8616800001111')).toBe(false);
    expect(isAssignedPhone('+8613800138000')).toBe(true);
  });
});

describe('maskPhone', () => {
  test.each([
    ['+8613812345678', '138****5678'],
    ['+861066668888', '010****8888'],
    ['+85291234567', '852****4567'],
    ['+4712345', '47****45'],
  ])('[CL4] %s is shown as %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  test('[CL4] the digits to dial are those a person says', () => {
    expect(nationalDigits('+8613812345678')).toBe('13812345678');
    expect(nationalDigits('+861066668888')).toBe('01066668888');
  });
});
