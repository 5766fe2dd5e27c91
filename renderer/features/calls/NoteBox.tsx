import { Group, Kbd, Text, Textarea } from '@mantine/core';
import type { Call } from '#renderer/features/calls/use-call.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';

/** The note: the cursor is here from the first second; single keys log while it is empty. */
export function NoteBox({ call }: { readonly call: Call }) {
  const { t } = useCallWords();
  const { noteRef, note, isWriting, change } = call;
  return (
    <div>
      <Textarea
        ref={noteRef}
        value={note}
        rows={2}
        autoFocus
        maxLength={1000}
        aria-label={t('note.label')}
        placeholder={t('note.hint')}
        onChange={(event) =>
          change({ note: event.currentTarget.value, isWriting: event.currentTarget.value !== '' })
        }
        onCompositionStart={() => change({ isWriting: true })}
        onMouseDown={() => change({ isWriting: true })}
        onBlur={() => change({ isWriting: false })}
      />
      <Group gap={6} mt={4} h={18}>
        {isWriting ? (
          <>
            <Kbd size="xs">Ctrl</Kbd>
            <Kbd size="xs">Enter</Kbd>
            <Text size="xs" c="dimmed">
              {t('note.finish')}
            </Text>
          </>
        ) : (
          <>
            <Kbd size="xs">W</Kbd>
            <Text size="xs" c="dimmed">
              {t('note.write')}
            </Text>
          </>
        )}
      </Group>
    </div>
  );
}
