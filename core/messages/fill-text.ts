import type { MessageLanguage } from '#core/messages/message.ts';
import type { MessageText, PersonalFactCode } from '#core/messages/texts.ts';

/** What a text is filled with: who writes to whom, and the personal facts, each null where it is not known. */
export type MessageFacts = Readonly<Record<PersonalFactCode, string | null>> & {
  readonly name: string;
  /** How the client is addressed after the name; empty where that is not known. */
  readonly title: string;
  readonly branch: string;
  readonly manager: string;
  readonly venue: string | null;
};

/** Returns the personal facts a text needs and this client has none of; with any missing it is not offered (S0.10). */
export function missingFacts({ needs }: MessageText, facts: MessageFacts): PersonalFactCode[] {
  return needs.filter((code) => !facts[code]);
}

/** Fills a text with the client's facts; null while a fact it needs is missing. */
export function fillText(text: MessageText, facts: MessageFacts, language: MessageLanguage): string | null {
  if (missingFacts(text, facts).length > 0) return null;
  const values: Readonly<Record<string, string | null>> = facts;
  return text.body[language].replaceAll(
    /\{(\w+)(?:\|([^}]*))?\}/g,
    (_, name: string, instead = '') => values[name] ?? instead,
  );
}

/**
 * Says whether words are still for this one client: his name or surname with its title, and a fact the text needs. A mass
 * text needs its occasion only, and calls itself one (S0.10).
 */
export function isPersonal(body: string, text: Pick<MessageText, 'needs'>, facts: MessageFacts): boolean {
  const plain = withoutSpaces(body);
  const says = (value: string | null): boolean => value !== null && plain.includes(withoutSpaces(value));
  return isAddressed(plain, facts) && text.needs.some((code) => says(facts[code]));
}

function isAddressed(plain: string, { name, title }: MessageFacts): boolean {
  if (plain.includes(withoutSpaces(name))) return true;
  // 王女士, 欧阳先生: the surname has one or two characters.
  return (
    title !== '' && [1, 2].some((length) => plain.includes(`${[...name].slice(0, length).join('')}${title}`))
  );
}

function withoutSpaces(text: string): string {
  return text.replaceAll(/\s/g, '');
}
