import { expect, test } from 'vitest';
import { shown, tellingFields } from '#core/sync/telling.ts';

test('[SY7] of a patch everything it sets is told, of a new row what a person would name', () => {
  expect(tellingFields('client', true, { city: '上海', birthDay: null })).toEqual([
    { field: 'city', value: '"上海"' },
    { field: 'birthDay', value: 'null' },
  ]);
  const note = { clientId: 'c', managerId: 'm', text: '女儿出嫁', writtenAt: 1 };
  expect(tellingFields('note', false, note)).toEqual([{ field: 'text', value: '"女儿出嫁"' }]);
  expect(tellingFields('reveal', false, { clientId: 'c' })).toEqual([]);
});

test('a phone number is told masked, a long text cut', () => {
  expect(shown('phone', '+8616012345678')).toBe('160****5678');
  expect(shown('phone', null)).toBeNull();
  expect(shown('text', '长'.repeat(300))).toHaveLength(201);
});
