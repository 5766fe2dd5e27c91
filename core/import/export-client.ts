import type { ClientFields } from '#core/clients/client.ts';
import { maskPhone, nationalDigits } from '#core/clients/phone.ts';
import { businessDayOf } from '#core/base/time.ts';
import type { OutCell } from '#core/import/export-cell.ts';
import { importWords } from '#core/import/words.ts';

type Language = 'zh-CN' | 'en';

interface ExportColumn {
  readonly 'zh-CN': string;
  readonly en: string;
  readonly value: (client: ClientFields, language: Language) => OutCell;
}

/** The columns of a clients file; an import recognises every one of these headers again. */
const columns: readonly ExportColumn[] = [
  { 'zh-CN': '姓名', en: 'Name', value: ({ name }) => name },
  { 'zh-CN': '手机', en: 'Phone', value: ({ phone }) => phone },
  { 'zh-CN': '性别', en: 'Gender', value: ({ gender }, language) => wordOf('gender', gender, language) },
  { 'zh-CN': '出生日期', en: 'Birth date', value: ({ birthDay }) => birthDay },
  { 'zh-CN': '城市', en: 'City', value: ({ city }) => city },
  { 'zh-CN': '客户等级', en: 'Tier', value: ({ tier }, language) => wordOf('tier', tier, language) },
  { 'zh-CN': '职业', en: 'Occupation', value: ({ occupation }) => occupation },
  {
    'zh-CN': '年收入',
    en: 'Annual income',
    value: ({ incomeBand }, language) => wordOf('incomeBand', incomeBand, language),
  },
  { 'zh-CN': '其他平台', en: 'Other platforms', value: ({ otherPlatforms }) => otherPlatforms },
  {
    'zh-CN': '资产余额',
    en: 'Balance',
    value: ({ statedAssetsFen }) => (statedAssetsFen === null ? null : statedAssetsFen / 100),
  },
  {
    'zh-CN': '注册时间',
    en: 'Registered',
    value: ({ registeredAt }) => (registeredAt === null ? null : businessDayOf(registeredAt)),
  },
  { 'zh-CN': '客户来源', en: 'Source', value: ({ source }) => source },
  {
    'zh-CN': '合法依据',
    en: 'Lawful basis',
    value: ({ lawfulBasis }, language) => wordOf('lawfulBasis', lawfulBasis, language),
  },
];

/** Returns the headers of a clients file, with the other columns that these clients carry. */
export function exportHeaders(language: Language, extraKeys: readonly string[]): string[] {
  return [...columns.map((column) => column[language]), ...extraKeys];
}

/** Returns a client's row; the phone is masked unless full numbers were asked for (and logged). */
export function exportRow(
  client: ClientFields,
  shown: {
    readonly language: Language;
    readonly extraKeys: readonly string[];
    readonly hasFullNumbers: boolean;
  },
): OutCell[] {
  const { phone } = client;
  const number = phone === null ? null : shown.hasFullNumbers ? nationalDigits(phone) : maskPhone(phone);
  const cells = columns.map(({ value }) => value({ ...client, phone: number }, shown.language));
  return [...cells, ...shown.extraKeys.map((key) => client.extra[key] ?? null)];
}

type Coded = 'gender' | 'tier' | 'incomeBand' | 'lawfulBasis';

/** The first Chinese word of a code, or the last one, which is English. */
function wordOf(field: Coded, code: string | null, language: Language): string | null {
  if (code === null) return null;
  const words = (importWords.values[field] as Readonly<Record<string, readonly string[]>>)[code] ?? [];
  return (language === 'en' ? words.at(-1) : words[0]) ?? code;
}
