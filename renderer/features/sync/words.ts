import type { TFunction } from 'i18next';
import type { Act } from '#renderer/features/sync/acts.ts';
import { valueWords } from '#renderer/features/sync/value-words.ts';

/** Says a command in words; one without words of its own is named by the kind of row it changes. */
export function commandWords(t: TFunction<'sync'>, command: string, entity: string): string {
  return t(`command.${command}` as never, {
    defaultValue: t('command.other', { entity: entityWords(t, entity) }),
  });
}

/** Names a kind of row. */
export function entityWords(t: TFunction<'sync'>, entity: string): string {
  return t(`entity.${entity}` as never, { defaultValue: entity });
}

/** Names a field; one without a name of its own keeps the one it is stored by. */
export function fieldWords(t: TFunction<'sync'>, entity: string, field: string): string {
  return t(`field.${entity}_${field}` as never, {
    defaultValue: t(`field.${field}` as never, { defaultValue: field }),
  });
}

/** Says why the centre refused a change, or what to do about it. */
export function refusalWords(t: TFunction<'sync'>, code: string | null, part: 'why' | 'todo'): string {
  return t(`refusal.${code ?? 'other'}.${part}` as never, { defaultValue: t(`refusal.other.${part}`) });
}

/** How many values of one act are told in a list. */
const mostTold = 3;

/** Says what an act holds, in the fields that tell most: `电话 160****7766 · 城市 上海`. */
export function contentWords(t: TFunction<'sync'>, { items }: Pick<Act, 'items'>): string {
  const told = items.flatMap(({ entity, fields }) =>
    fields
      .filter(({ field }) => !silent.has(field))
      .map(({ field, value }) => ({ entity, field, words: valueWords(t, { entity, field, json: value }) })),
  );
  const isOneText = told.length === 1 && speaking.has(told[0]?.field ?? '');
  const words = told
    .slice(0, mostTold)
    .map(({ entity, field, words: value }) =>
      isOneText ? value : `${fieldWords(t, entity, field)} ${value}`,
    );
  if (told.length > mostTold) words.push(t('what.more', { count: told.length - mostTold }));
  return words.join(' · ');
}

/** Fields that only the program reads: identities and times that repeat what the list says already. */
const silent = new Set([
  'stateAt',
  'closedAt',
  'fromContactId',
  'revokedCodes',
  'ticketKey',
  'answers',
  'at',
  'takenAt',
]);

/** Fields whose value needs no name before it. */
const speaking = new Set(['text', 'name', 'title']);
