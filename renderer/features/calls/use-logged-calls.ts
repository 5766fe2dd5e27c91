import { useRef, useState } from 'react';
import { uuidv7 } from 'uuidv7';
import type { CallCard } from '#core/api/calls.ts';
import type { Outcome, TaskFields } from '#core/calls/contact.ts';
import { client } from '#renderer/lib/api.ts';

/** One call logged on this screen. `saved` is only said once the workstation has it on disk. */
export interface LoggedCall {
  readonly contactId: string;
  readonly clientId: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly state: 'saving' | 'saved' | 'undone' | 'failed';
  readonly tasks: readonly { readonly kind: TaskFields['kind']; readonly dueAt: number }[];
  /** The workstation's time until which it can be taken back. */
  readonly undoUntil: number;
  /** Why it was not saved. */
  readonly errorCode: string | null;
}

interface Outgoing {
  readonly outcome: Outcome;
  readonly note: string;
  readonly followUpAt: number | null;
  readonly startedAt: number;
}

export interface LoggedCalls {
  readonly last: LoggedCall | null;
  /** Calls that could not be saved and were not dismissed yet. */
  readonly failed: readonly LoggedCall[];
  readonly savingCount: number;
  readonly log: (card: CallCard, call: Outgoing) => Promise<boolean>;
  /** Takes the last call back; answers whose it was, or null when it was too late. */
  readonly undo: () => Promise<string | null>;
  readonly reschedule: (followUpAt: number) => Promise<void>;
  readonly dismiss: (contactId: string) => void;
}

/** Keeps the calls logged on this screen and what became of each. */
export function useLoggedCalls(): LoggedCalls {
  const [logged, setLogged] = useState<readonly LoggedCall[]>([]);
  const running = useRef(new Map<string, Promise<boolean>>());
  const change = (contactId: string, changed: Partial<LoggedCall>): void =>
    setLogged((all) => all.map((one) => (one.contactId === contactId ? { ...one, ...changed } : one)));
  const last = logged.findLast(({ state }) => state !== 'failed') ?? null;

  const send = async (contactId: string, card: CallCard, call: Outgoing): Promise<boolean> => {
    const { clientId, reason, taskId } = card;
    try {
      const answer = await client.calls.log({ contactId, clientId, reason, taskId, ...call });
      change(contactId, { state: 'saved', tasks: answer.tasks, undoUntil: answer.undoUntil });
      return true;
    } catch (error) {
      change(contactId, { state: 'failed', errorCode: codeOf(error) });
      return false;
    } finally {
      running.current.delete(contactId);
    }
  };

  return {
    last,
    failed: logged.filter(({ state }) => state === 'failed'),
    savingCount: logged.filter(({ state }) => state === 'saving').length,
    log: (card, call) => {
      const contactId = uuidv7();
      const { clientId, name } = card;
      const entry: LoggedCall = {
        contactId,
        clientId,
        name,
        outcome: call.outcome,
        state: 'saving',
        tasks: [],
        undoUntil: Infinity,
        errorCode: null,
      };
      setLogged((all) => [...all.filter(({ state }) => state !== 'undone').slice(-20), entry]);
      const saving = send(contactId, card, call);
      running.current.set(contactId, saving);
      return saving;
    },
    undo: async () => {
      if (!last || last.state === 'undone') return null;
      await running.current.get(last.contactId);
      try {
        await client.calls.undo({ contactId: last.contactId });
      } catch (error) {
        change(last.contactId, { undoUntil: 0, errorCode: codeOf(error) });
        return null;
      }
      change(last.contactId, { state: 'undone' });
      return last.clientId;
    },
    reschedule: async (followUpAt) => {
      if (!last) return;
      await running.current.get(last.contactId);
      try {
        const tasks = await client.calls.reschedule({ contactId: last.contactId, followUpAt });
        change(last.contactId, { tasks });
      } catch (error) {
        change(last.contactId, { errorCode: codeOf(error) });
      }
    },
    dismiss: (contactId) => setLogged((all) => all.filter((one) => one.contactId !== contactId)),
  };
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? 'UNKNOWN';
}
