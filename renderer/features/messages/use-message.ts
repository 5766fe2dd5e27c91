import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { uuidv7 } from 'uuidv7';
import type { DraftVerdict, MessageDraft, OfferedText } from '#core/api/messages.ts';
import type { MessageChannel, MessageLanguage } from '#core/messages/message.ts';
import type { MessageWish } from '#renderer/features/messages/open-messages.ts';
import { api, client } from '#renderer/lib/api.ts';

/** Typing pauses this long before the words are checked again. */
const settleMs = 150;
/** The gates depend on the clock and on what comes in meanwhile. */
const rejudgeMs = 30_000;

/** As long as the workstation takes a message back. */
const undoMs = 10_000;

export type Drafts = Awaited<ReturnType<typeof client.messages.drafts>>;
/** `taken`: copied or handed over, and nobody has said yet that it was sent. */
export type Phase = 'writing' | 'taken' | 'sent' | 'undone';

interface State {
  readonly channel: MessageChannel;
  readonly language: MessageLanguage;
  readonly textId: string | null;
  readonly factId: string | null;
  /** Null while the words are the filled text. */
  readonly edited: string | null;
  readonly phase: Phase;
  readonly contactId: string;
  readonly takenAt: number;
  /** By this window's clock, which may differ from the workstation's. */
  readonly undoUntil: number;
  /** How the words left the window; null while they have not. */
  readonly left: 'copied' | 'handed' | 'copyFailed' | null;
  readonly errorCode: string | null;
}

export interface Message extends State {
  readonly drafts: Drafts | undefined;
  readonly error: unknown;
  readonly text: OfferedText | null;
  readonly body: string;
  readonly verdict: DraftVerdict | undefined;
  readonly choose: (textId: string) => void;
  readonly change: (changed: Partial<Pick<State, 'channel' | 'language' | 'factId' | 'edited'>>) => void;
  readonly take: (way: 'copy' | 'sms') => Promise<void>;
  readonly confirm: () => Promise<void>;
  readonly backToWriting: () => void;
  readonly undo: () => Promise<void>;
}

/** Runs one message: choose a text, change it, take it when every gate lets it pass, say that it was sent, undo. */
export function useMessage(wish: MessageWish): Message {
  const { clientId, reason } = wish;
  const [state, setState] = useState<State>(() => fresh(wish.channel));
  const set = (changed: Partial<State>): void => setState((before) => ({ ...before, ...changed }));
  const { channel, factId } = state;
  const query = useQuery({
    ...api.messages.drafts.queryOptions({ input: { clientId, channel, reason, factId } }),
    placeholderData: keepPreviousData,
    refetchInterval: rejudgeMs,
  });
  const drafts = query.data;
  const text = drafts?.texts.find(({ id }) => id === state.textId) ?? drafts?.texts[0] ?? null;
  const body = state.edited ?? text?.bodies[state.language] ?? '';
  const draft: MessageDraft | null =
    text && text.missing.length === 0
      ? { clientId, textId: text.id, channel, language: state.language, body, factId }
      : null;
  const verdict = useVerdict(draft);

  const take = async (way: 'copy' | 'sms'): Promise<void> => {
    if (!draft) return;
    // A refused try is on record under its own id; the next one is another contact.
    const contactId = uuidv7();
    try {
      const { text: words, phone, takenAt } = await client.messages.take({ ...draft, contactId });
      const left = way === 'sms' && phone !== null ? handOver(phone, words) : await copy(words);
      set({ phase: 'taken', contactId, takenAt, left, errorCode: null });
    } catch (error) {
      set({ errorCode: codeOf(error) });
    }
  };
  const confirm = async (): Promise<void> => {
    if (!draft || state.phase !== 'taken') return;
    const { contactId, takenAt } = state;
    try {
      const { taskId } = wish;
      await client.messages.confirmSent({ ...draft, contactId, takenAt, taskId });
      set({ phase: 'sent', undoUntil: Date.now() + undoMs, errorCode: null });
    } catch (error) {
      set({ errorCode: codeOf(error) });
    }
  };
  const undo = async (): Promise<void> => {
    try {
      await client.calls.undo({ contactId: state.contactId });
      set({ phase: 'undone', errorCode: null });
    } catch (error) {
      set({ undoUntil: 0, errorCode: codeOf(error) });
    }
  };

  return {
    ...state,
    drafts,
    error: query.error,
    text,
    body,
    verdict,
    choose: (textId) => set({ ...writing, textId, edited: null }),
    change: (changed) => set({ ...writing, ...changed, edited: changed.edited ?? null }),
    take,
    confirm,
    backToWriting: () => set(writing),
    undo,
  };
}

const writing = { phase: 'writing', left: null, errorCode: null } as const;

function useVerdict(draft: MessageDraft | null): DraftVerdict | undefined {
  const [settled] = useDebouncedValue(draft && JSON.stringify(draft), settleMs);
  const { data } = useQuery({
    ...api.messages.check.queryOptions({
      input: settled === null ? skipToken : (JSON.parse(settled) as MessageDraft),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: rejudgeMs,
  });
  return draft ? data : undefined;
}

/** The client reads it, so it is Chinese first whatever the screen speaks. */
function fresh(channel: MessageChannel): State {
  return {
    channel,
    language: 'zh-CN',
    textId: null,
    factId: null,
    edited: null,
    ...writing,
    contactId: '',
    takenAt: 0,
    undoUntil: 0,
  };
}

async function copy(words: string): Promise<'copied' | 'copyFailed'> {
  try {
    await navigator.clipboard.writeText(words);
    return 'copied';
  } catch {
    return 'copyFailed';
  }
}

/** Hands a number and its words to whatever this computer writes messages with. */
function handOver(phone: string, words: string): 'handed' {
  const link = document.createElement('a');
  link.href = `sms:${phone}?body=${encodeURIComponent(words)}`;
  link.click();
  return 'handed';
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? 'UNKNOWN';
}
