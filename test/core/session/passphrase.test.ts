import { expect, test } from 'vitest';
import { weaknessOf } from '#core/session/passphrase.ts';

test('[ST4] a passphrase has eight characters at least, counted as people see them', () => {
  expect(weaknessOf('x7#kq2L')).toBe('TOO_SHORT');
  expect(weaknessOf('x7#kq2Lm')).toBeNull();
  expect(weaknessOf('春江潮水连海平')).toBe('TOO_SHORT');
  expect(weaknessOf('春江潮水连海平，')).toBeNull();
  expect(weaknessOf('😀😀😀😁')).toBe('TOO_SHORT');
});

test('[ST4] common passphrases, repetitions and runs are refused, however they are typed', () => {
  for (const text of [
    '88888888',
    'abababab',
    '123123123',
    '12345678',
    '87654321',
    'Password1',
    'ＷＯＡＩＮＩ１３１４',
    '1qaz 2wsx',
  ]) {
    expect(weaknessOf(text)).toBe('TOO_COMMON');
  }
});
