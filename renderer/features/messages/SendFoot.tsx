import { Alert, Button, Group, Kbd, Text } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconCopy, IconMessage2 } from '@tabler/icons-react';
import { useTickingNow } from '#renderer/features/calls/use-ticking-now.ts';
import classes from '#renderer/features/messages/messages.module.css';
import type { Message } from '#renderer/features/messages/use-message.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';

interface Props {
  readonly message: Message;
  readonly onClose: () => void;
}

/** The last line: take the words, then say that they were sent, then ten seconds to take that back. */
export function SendFoot({ message, onClose }: Props) {
  const { t } = useMessageWords();
  const { phase, errorCode, left, verdict } = message;
  return (
    <div className={classes['foot']}>
      {errorCode && (
        <Alert color="red" p={6} mb={6} role="alert">
          {t(`failed.${errorCode}`, { defaultValue: t('failed.UNKNOWN') })}
        </Alert>
      )}
      {left === 'copyFailed' && verdict && (
        <div className={classes['final']} aria-label={t('final')}>
          {verdict.text}
        </div>
      )}
      <Group justify="space-between" wrap="nowrap" gap={8}>
        <Text size="xs" c="dimmed" role="status">
          <Said message={message} />
        </Text>
        <Group gap={6} wrap="nowrap">
          {phase === 'writing' && <TakeButtons message={message} />}
          {phase === 'taken' && <ConfirmButtons message={message} />}
          {phase === 'sent' && <UndoButton message={message} />}
          {(phase === 'sent' || phase === 'undone') && (
            <Button onClick={onClose} rightSection={<Kbd size="xs">Esc</Kbd>}>
              {t('act.done')}
            </Button>
          )}
        </Group>
      </Group>
    </div>
  );
}

function Said({ message }: { readonly message: Message }) {
  const { t } = useMessageWords();
  const { phase, left, channel } = message;
  if (phase === 'taken' && left) return t(`state.${left}`);
  if (phase === 'sent' || phase === 'undone') return t(`state.${phase}`);
  return t(channel === 'WECHAT' ? 'assisted' : 'assistedSms');
}

function TakeButtons({ message }: { readonly message: Message }) {
  const { t } = useMessageWords();
  const isReady = message.verdict?.canSend ?? false;
  return (
    <>
      {message.channel === 'SMS' && (
        <Button
          variant="default"
          disabled={!isReady}
          leftSection={<IconMessage2 size={16} />}
          onClick={() => void message.take('sms')}
        >
          {t('act.sms')}
        </Button>
      )}
      <Button
        disabled={!isReady}
        leftSection={<IconCopy size={16} />}
        rightSection={<Kbd size="xs">Ctrl+Enter</Kbd>}
        onClick={() => void message.take('copy')}
      >
        {t('act.copy')}
      </Button>
    </>
  );
}

function ConfirmButtons({ message }: { readonly message: Message }) {
  const { t } = useMessageWords();
  return (
    <>
      <Button variant="default" rightSection={<Kbd size="xs">Esc</Kbd>} onClick={message.backToWriting}>
        {t('act.notSent')}
      </Button>
      <Button
        leftSection={<IconCheck size={16} />}
        rightSection={<Kbd size="xs">Ctrl+Enter</Kbd>}
        onClick={() => void message.confirm()}
      >
        {t('act.sent')}
      </Button>
    </>
  );
}

function UndoButton({ message }: { readonly message: Message }) {
  const { t } = useMessageWords();
  const now = useTickingNow(Date.now);
  const left = Math.ceil((message.undoUntil - now) / 1000);
  if (left <= 0) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconArrowBackUp size={16} />}
      rightSection={<Kbd size="xs">Z</Kbd>}
      onClick={() => void message.undo()}
    >
      {t('act.undoIn', { seconds: left })}
    </Button>
  );
}
