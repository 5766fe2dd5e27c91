import { Badge, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import type { KeyboardEvent, RefObject } from 'react';
import type { ReplyCount } from '#core/messages/reply.ts';
import type { OfferedText } from '#core/api/messages.ts';
import classes from '#renderer/features/messages/messages.module.css';
import type { Message } from '#renderer/features/messages/use-message.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';

interface Props {
  readonly message: Message;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

/** The texts for this client: what can be sent first, then what lacks a fact, which is named. */
export function TextList({ message, listRef }: Props) {
  const { t } = useMessageWords();
  const { drafts, text, choose } = message;
  const texts = drafts?.texts ?? [];
  const counts = new Map(drafts?.replies.texts.map((one) => [one.textId, one]));
  const at = texts.findIndex(({ id }) => id === text?.id);
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    const next = step === undefined ? undefined : texts[at + step];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
  };
  return (
    <div
      ref={listRef}
      className={classes['list']}
      role="listbox"
      aria-label={t('texts')}
      aria-activedescendant={text ? `text-${text.id}` : undefined}
      tabIndex={0}
      data-autofocus
      onKeyDown={onKey}
    >
      {texts.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noTexts')}
        </Text>
      )}
      {texts.map((one, index) => (
        <Item
          key={one.id}
          text={one}
          count={counts.get(one.id)}
          digit={index + 1}
          isChosen={one.id === text?.id}
          onChoose={choose}
        />
      ))}
    </div>
  );
}

interface ItemProps {
  readonly text: OfferedText;
  /** What came of this text so far; undefined where it was not sent. */
  readonly count: ReplyCount | undefined;
  readonly digit: number;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
}

function Item({ text, count, digit, isChosen, onChoose }: ItemProps) {
  const { t, say } = useMessageWords();
  const { id, title, purpose, missing, reviewedOn, kind } = text;
  return (
    <UnstyledButton
      id={`text-${id}`}
      role="option"
      aria-selected={isChosen}
      className={classes['text']}
      tabIndex={-1}
      onClick={() => onChoose(id)}
      data-text={id}
    >
      <Group gap={6} wrap="nowrap">
        {digit < 10 && <Kbd size="xs">{digit}</Kbd>}
        <Text size="sm" truncate c={missing.length > 0 ? 'dimmed' : undefined} style={{ flex: 1 }}>
          {say(title)}
        </Text>
        {kind === 'MASS' && (
          <Badge size="xs" color="gray" variant="outline">
            {t('kind.MASS')}
          </Badge>
        )}
        <Badge size="xs" color={purpose === 'MARKETING' ? 'orange' : 'teal'}>
          {t(`purpose.${purpose}`)}
        </Badge>
      </Group>
      {missing.length > 0 && (
        <Text size="xs" c="dimmed" mt={2}>
          {t('missing', { facts: missing.map((code) => t(`factName.${code}`)).join('、') })}
        </Text>
      )}
      {count && (
        <Text size="xs" c="dimmed" mt={2}>
          {t('replies.text', { ...count })}
        </Text>
      )}
      {reviewedOn === null && (
        <Text size="xs" c="red" mt={2}>
          {t('problem.UNREVIEWED')}
        </Text>
      )}
    </UnstyledButton>
  );
}
