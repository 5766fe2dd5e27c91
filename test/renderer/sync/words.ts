import { readFileSync } from 'node:fs';
import path from 'node:path';
import i18next, { type TFunction } from 'i18next';

const folder = path.resolve(import.meta.dirname, '../../../renderer/locales');
const namespaces = ['sync', 'common', 'clients', 'events', 'calls', 'risk'];

/** The texts of the sync screen in one language, as the screen has them. */
export async function wordsOf(language: 'zh-CN' | 'en'): Promise<TFunction<'sync'>> {
  const read = (name: string): object =>
    JSON.parse(readFileSync(path.join(folder, language, `${name}.json`), 'utf8')) as object;
  await i18next.init({
    lng: language,
    resources: { [language]: Object.fromEntries(namespaces.map((name) => [name, read(name)])) },
    interpolation: { escapeValue: false },
  });
  return i18next.getFixedT(language, 'sync');
}
