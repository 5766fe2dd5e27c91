import { useTranslation } from 'react-i18next';
import type { Entry } from '#core/compliance/entry.ts';
import { verdictColour } from '#renderer/lib/semantic.ts';

/** Where the words of a kind's code lie; a level is its own word. */
const codeWords: Partial<Record<Entry['kind'], string>> = {
  VERDICT: 'risk:outcome',
  STEP: 'risk:step',
  OVERRIDE: 'clients:checkIn',
  CONTACT_OVERRIDE: 'calls:gate',
  REVEAL: 'clients:reveal',
  CONTACT_REFUSED: 'calls:gate',
  OVER_CONTACT: 'calls:gate',
};

const stateWords: Partial<Record<Entry['kind'], string>> = {
  VERDICT: 'risk:use',
  CONTACT_REFUSED: 'clients:channel',
  OVER_CONTACT: 'clients:channel',
};

const outcomeColours: Readonly<Record<string, string>> = {
  ALLOW: verdictColour.ok,
  ALLOW_WITH_STEPS: verdictColour.steps,
  BLOCK: verdictColour.blocked,
};

/** Words and colours of compliance entries, taken from the screens on which they arose. */
export function useEntryWords() {
  const { t } = useTranslation(['compliance', 'risk', 'clients', 'calls']);
  const wordOf = (from: string | undefined, code: string): string =>
    from === undefined ? code : t(`${from}.${code}`, { defaultValue: code });
  const told = ({ kind, state }: Entry): string | null => {
    if (state === null || kind === 'REVEAL') return null;
    if (kind === 'TEST') return t('void', { reason: t(`voidReason.${state}`, { defaultValue: state }) });
    return wordOf(stateWords[kind], state);
  };
  return {
    t,
    outcome: ({ kind, code }: Entry): string => wordOf(codeWords[kind], code),
    colour: ({ kind, code, state }: Entry): string => {
      if (kind === 'VERDICT') return outcomeColours[code] ?? 'gray';
      if (kind === 'TEST') return state === null ? 'brand' : 'red';
      return kind === 'STEP' || kind === 'REVEAL' ? 'gray' : 'orange';
    },
    /** Product, state and reason, each a line of its own. */
    detail: (entry: Entry): string[] =>
      [entry.productName, told(entry), entry.reason].filter((line): line is string => Boolean(line)),
    /** A rule book with its article, short: never an article without its book. */
    cite: ({ book, article }: Entry): string => (book === null ? '—' : t(`risk:cite.${book}`, { article })),
  };
}
