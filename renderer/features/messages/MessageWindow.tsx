import { Group, Kbd, Modal, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { DraftBox } from '#renderer/features/messages/DraftBox.tsx';
import { DraftFindings } from '#renderer/features/messages/DraftFindings.tsx';
import { LackingFact } from '#renderer/features/messages/LackingFact.tsx';
import classes from '#renderer/features/messages/messages.module.css';
import type { MessageWish } from '#renderer/features/messages/open-messages.ts';
import { PaceLine, WechatFriend } from '#renderer/features/messages/Meters.tsx';
import { ReplyRates } from '#renderer/features/messages/ReplyRates.tsx';
import { SendFoot } from '#renderer/features/messages/SendFoot.tsx';
import { TextList } from '#renderer/features/messages/TextList.tsx';
import { ToldFacts } from '#renderer/features/messages/ToldFacts.tsx';
import { useMessage, type Message } from '#renderer/features/messages/use-message.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';

interface Props {
  readonly wish: MessageWish;
  readonly onClose: () => void;
}

/** Writes one message to one client, by keyboard alone: choose, change, take, say that it was sent. Nothing is sent here. */
export function MessageWindow({ wish, onClose }: Props) {
  const { t } = useMessageWords();
  const message = useMessage(wish);
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isLoaded = message.drafts !== undefined;
  useEffect(() => {
    if (isLoaded) list.current?.focus();
  }, [isLoaded]);
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229) return;
    const isWriting = event.target === box.current && message.phase === 'writing';
    const act = actionOf(event, { message, isWriting });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (act === 'edit') box.current?.focus();
    else if (act === 'list') list.current?.focus();
    else if (act === 'close') onClose();
    else act();
  });
  useEffect(() => {
    // On the page, not on the window: a button that goes away with its press takes the focus with it.
    const listener = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listener, { capture: true });
    return () => removeEventListener('keydown', listener, { capture: true });
  }, []);
  return (
    <Modal
      opened
      onClose={onClose}
      size={1040}
      closeOnEscape={false}
      title={t('title', { name: message.drafts?.name ?? '…' })}
    >
      <div data-testid="message-window" data-phase={message.phase}>
        <Body wish={wish} message={message} box={box} list={list} onClose={onClose} />
      </div>
    </Modal>
  );
}

interface BodyProps extends Props {
  readonly message: Message;
  readonly box: React.RefObject<HTMLTextAreaElement | null>;
  readonly list: React.RefObject<HTMLDivElement | null>;
}

function Body({ wish, message, box, list, onClose }: BodyProps) {
  const { drafts, error, text } = message;
  if (error) return <ErrorState error={error} />;
  if (!drafts) return <Skeleton height={480} />;
  const isLacking = text !== null && text.missing.length > 0;
  return (
    <div className={classes['window']}>
      <div className={classes['main']}>
        <Switches message={message} />
        <ReplyRates message={message} />
        <TextList message={message} listRef={list} />
        <KeyHints />
      </div>
      <div className={classes['main']}>
        <div className={classes['scroll']}>
          {isLacking && <LackingFact clientId={wish.clientId} text={text} birthDay={drafts.birthDay} />}
          {text && !isLacking && <DraftBox message={message} text={text} boxRef={box} />}
          {text && !isLacking && <DraftFindings message={message} />}
          <ToldFacts clientId={wish.clientId} message={message} />
          {message.channel === 'WECHAT' && <WechatFriend clientId={wish.clientId} drafts={drafts} />}
        </div>
        <PaceLine drafts={drafts} />
        <SendFoot message={message} onClose={onClose} />
      </div>
    </div>
  );
}

function Switches({ message }: { readonly message: Message }) {
  const { t } = useMessageWords();
  const { channel, language, change } = message;
  return (
    <Group gap={8} wrap="nowrap">
      <SegmentedControl
        size="xs"
        fullWidth
        style={{ flex: 1 }}
        aria-label={t('keys.channel')}
        value={channel}
        onChange={(value) => change({ channel: value as typeof channel })}
        data={[
          { value: 'SMS', label: `${t('channel.SMS')} I` },
          { value: 'WECHAT', label: `${t('channel.WECHAT')} O` },
        ]}
      />
      <SegmentedControl
        size="xs"
        value={language}
        onChange={(value) => change({ language: value as typeof language })}
        data={[
          { value: 'zh-CN', label: '中' },
          { value: 'en', label: 'EN' },
        ]}
      />
    </Group>
  );
}

function KeyHints() {
  const { t } = useMessageWords();
  const hints = [
    ['↑↓', 'choose'],
    ['Enter', 'edit'],
    ['Ctrl+Enter', 'take'],
    ['Esc', 'leave'],
  ] as const;
  return (
    <Group gap="4px 10px" mt="auto">
      {hints.map(([key, hint]) => (
        <Group key={key} gap={4} wrap="nowrap">
          <Kbd size="xs">{key}</Kbd>
          <Text size="xs" c="dimmed">
            {t(`keys.${hint}`)}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

type Act = 'edit' | 'list' | 'close' | (() => void);

/** Says what a press means: letters and arrows act on the list, never while words are typed. */
function actionOf(
  event: KeyboardEvent,
  { message, isWriting }: { readonly message: Message; readonly isWriting: boolean },
): Act | null {
  const { code, ctrlKey, metaKey, altKey } = event;
  if (code === 'Enter' && (ctrlKey || metaKey)) return event.repeat ? () => {} : next(message);
  if (code === 'Escape') return isWriting ? 'list' : leave(message);
  const isField =
    event.target instanceof HTMLElement &&
    /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) &&
    message.phase === 'writing';
  if (isField || ctrlKey || metaKey || altKey || event.repeat) return null;
  if (code === 'Enter') return isOnList(event) ? 'edit' : null;
  return atRest(code, message);
}

/** Enter belongs to buttons, where one has the focus. */
function isOnList({ target }: KeyboardEvent): boolean {
  return target === document.body || (target instanceof HTMLElement && target.role === 'listbox');
}

function atRest(code: string, message: Message): Act | null {
  const { channel, change, phase } = message;
  if (phase === 'sent' && code === 'KeyZ') return () => void message.undo();
  if (code === 'KeyI' && channel !== 'SMS') return () => change({ channel: 'SMS' });
  if (code === 'KeyO' && channel !== 'WECHAT') return () => change({ channel: 'WECHAT' });
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  const text = digit && message.drafts?.texts[Number(digit) - 1];
  return text ? () => message.choose(text.id) : null;
}

function next(message: Message): Act {
  if (message.phase === 'writing') return () => void message.take('copy');
  if (message.phase === 'taken') return () => void message.confirm();
  return 'close';
}

function leave(message: Message): Act {
  return message.phase === 'taken' ? message.backToWriting : 'close';
}
