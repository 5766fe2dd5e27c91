import type { TFunction } from 'i18next';
import { formatDateTime, formatMoney } from '#renderer/lib/format.ts';

/** Says a command in words; one without words of its own is named by the kind of row it changes. */
export function commandWords(t: TFunction<'sync'>, command: string, entity: string): string {
  const kind = t(`entity.${entity}` as never, { defaultValue: entity });
  return t(`command.${command}` as never, { defaultValue: t('command.other', { entity: kind }) });
}

/** Says why the centre refused a change, or what to do about it. */
export function refusalWords(t: TFunction<'sync'>, code: string | null, part: 'why' | 'todo'): string {
  return t(`refusal.${code ?? 'other'}.${part}` as never, { defaultValue: t(`refusal.other.${part}`) });
}

/** Says a value of a conflict, given as JSON, the way its field is written elsewhere. */
export function valueWords(t: TFunction<'sync'>, field: string, json: string): string {
  const value = JSON.parse(json) as unknown;
  if (value === null || value === '') return t('conflict.empty');
  if (typeof value === 'boolean') return t(value ? 'conflict.yes' : 'conflict.no');
  if (typeof value === 'number' && field.endsWith('Fen')) return formatMoney(value);
  if (typeof value === 'number' && field.endsWith('At')) return formatDateTime(value);
  if (field === 'tier') return t(`common:tier.${String(value)}` as never, { defaultValue: String(value) });
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
