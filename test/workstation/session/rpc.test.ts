import { expect, test } from 'vitest';
import { describeBug } from '#workstation/rpc.ts';

test('[SH6] a bug is named by kind and place, without what it says', () => {
  const error = new TypeError('phone 13900000001 of 王小明 is odd', { cause: new RangeError('王小明') });
  const line = describeBug(error);
  expect(line).toContain('TypeError');
  expect(line).toContain('RangeError');
  expect(line).toContain('rpc.test.ts');
  expect(line).not.toContain('王小明');
  expect(line).not.toContain('13900000001');
  expect(line).not.toContain('\n');
});
