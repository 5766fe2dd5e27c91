import type { BusinessDay } from '#core/base/time.ts';
import { isPersonal, type MessageFacts } from '#core/messages/fill-text.ts';
import type { MessageChannel, MessageLanguage } from '#core/messages/message.ts';
import { smsLength, type SmsLength } from '#core/messages/sms-length.ts';
import { messageTexts, type MessageText } from '#core/messages/texts.ts';
import { checkWording, type WordingFinding } from '#core/wording/banned-words.ts';

/** Words about to be sent, and the text they came from. */
export interface Draft {
  readonly text: MessageText;
  readonly channel: MessageChannel;
  readonly language: MessageLanguage;
  /** What the manager left of the filled text, without the way to refuse. */
  readonly body: string;
  /** The text filled with the client's facts, to tell an edit by; null while one is missing. */
  readonly filled: string | null;
  readonly facts: MessageFacts;
}

/** What stops a draft besides the gates for contacts and products. */
export type DraftProblem = 'EMPTY' | 'UNREVIEWED' | 'EDITED' | 'FORBIDDEN_WORD' | 'NOT_PERSONAL' | 'TOO_LONG';

export interface DraftCheck {
  /** As it is copied: an SMS carries its way to refuse. */
  readonly text: string;
  readonly isEdited: boolean;
  readonly problems: readonly DraftProblem[];
  readonly words: readonly WordingFinding[];
  /** Null where the channel counts no characters. */
  readonly length: SmsLength | null;
}

/** Problems that mean nobody answers for these words: the contact gate says SCRIPT_UNREVIEWED (CP12). */
const unreviewed: ReadonlySet<DraftProblem> = new Set(['UNREVIEWED', 'EDITED', 'FORBIDDEN_WORD']);

/**
 * Checks the words of a draft as they stand: reviewed, edited only where that is allowed, free of forbidden words,
 * about this client, short enough. Source: notice 银发〔2019〕316 Art. 6; NETMKT; S0.10; MIIT Order 31.
 */
export function checkDraft(draft: Draft, day: BusinessDay): DraftCheck {
  const { channel, facts } = draft;
  const body = draft.body.trim();
  const isEdited = body !== draft.filled;
  const text = channel === 'SMS' ? withRefusal(body, draft) : body;
  const words = checkWording(text, day);
  const length = channel === 'SMS' ? smsLength(text) : null;
  const found: [DraftProblem, boolean][] = [
    ['EMPTY', body === ''],
    ['UNREVIEWED', draft.text.reviewedOn === null],
    ['EDITED', isEdited && body !== '' && !draft.text.mayEdit],
    ['FORBIDDEN_WORD', words.some(({ severity }) => severity === 'FORBIDDEN')],
    ['NOT_PERSONAL', body !== '' && !isPersonal(body, draft.text, facts)],
    ['TOO_LONG', length !== null && length.segments > messageTexts.sms.maxSegments],
  ];
  const problems = found.filter(([, is]) => is).map(([problem]) => problem);
  return { text, isEdited, problems, words, length };
}

/** Says whether somebody answers for the words of a checked draft. */
export function isReviewed({ problems }: Pick<DraftCheck, 'problems'>): boolean {
  return !problems.some((problem) => unreviewed.has(problem));
}

/** The way to refuse stands at the end of every SMS it is due in, whatever was edited. */
function withRefusal(body: string, { text, language }: Draft): string {
  const { refusal } = messageTexts;
  if (body === '' || !refusal.purposes.includes(text.purpose)) return body;
  return language === 'en' ? `${body} ${refusal.en}` : `${body}${refusal['zh-CN']}`;
}
