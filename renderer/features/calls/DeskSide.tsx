import { Alert, Button, Group, Kbd, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import type { CallCard } from '#core/api/calls.ts';
import type { Outcome } from '#core/calls/contact.ts';
import { BlockedPanel } from '#renderer/features/calls/BlockedPanel.tsx';
import { CallTimer } from '#renderer/features/calls/CallTimer.tsx';
import { DateChips, DatePicker } from '#renderer/features/calls/DatePrompt.tsx';
import { DayCounters } from '#renderer/features/calls/DayCounters.tsx';
import classes from '#renderer/features/calls/desk.module.css';
import { InvitePicker } from '#renderer/features/calls/InvitePicker.tsx';
import { LadderPicker } from '#renderer/features/calls/LadderPicker.tsx';
import { LoggedBar } from '#renderer/features/calls/LoggedBar.tsx';
import { NewsBanner } from '#renderer/features/calls/NewsBanner.tsx';
import { NoteBox } from '#renderer/features/calls/NoteBox.tsx';
import { OutcomePad } from '#renderer/features/calls/OutcomePad.tsx';
import { PromptHead } from '#renderer/features/calls/PromptHead.tsx';
import { QuestionPanel } from '#renderer/features/calls/QuestionPanel.tsx';
import { useStable } from '#renderer/lib/use-stable.ts';
import { SkipPicker } from '#renderer/features/calls/SkipPicker.tsx';
import type { Call } from '#renderer/features/calls/use-call.ts';
import type { Desk } from '#renderer/features/calls/use-desk.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { PhoneBar } from '#renderer/features/phone/PhoneBar.tsx';
import { WhyPanel } from '#renderer/features/calls/WhyPanel.tsx';
import { formatDate } from '#renderer/lib/format.ts';

interface Props {
  readonly desk: Desk;
  readonly call: Call;
}

/** The right side of the desk: timer, counters, note, outcomes, and what became of the call before. */
export function DeskSide({ desk, call }: Props) {
  const { act, now } = call;
  return (
    <section
      className={`${classes['column']} ${classes['panel']} ${classes['scroll']}`}
      style={{ padding: 12 }}
    >
      <Group justify="space-between" wrap="nowrap">
        <CallTimer {...call} onToggle={() => act({ kind: 'timer' })} />
        <DayCounters />
      </Group>
      <PhoneBar
        now={now}
        isKeypadOpen={call.mode === 'keypad'}
        onPress={(press) =>
          act(press === 'keypad' && call.mode === 'keypad' ? { kind: 'cancel' } : { kind: 'phone', press })
        }
      />
      <NewsBanner desk={desk} />
      {desk.card && <NoteBox call={call} />}
      {desk.card && <Middle desk={desk} call={call} />}
      <div style={{ marginTop: 'auto' }}>
        <LoggedBar
          calls={desk.calls}
          dates={desk.chips}
          now={now}
          isPicking={call.picking === 'logged'}
          onChip={(chip) => act({ kind: 'chip', chip })}
          onPick={call.pickDate}
          onCancelPick={() => act({ kind: 'cancel' })}
          onUndo={() => act({ kind: 'undo' })}
          onReturn={desk.mend}
        />
      </div>
    </section>
  );
}

function Middle({ desk, call }: Props) {
  const pick = useStable((outcome: Outcome): void => call.act({ kind: 'outcome', outcome }));
  const { act, mode, now } = call;
  const { card } = desk;
  const cancel = (): void => act({ kind: 'cancel' });
  if (!card) return null;
  if (mode === 'skip')
    return <SkipPicker onPick={(reason) => act({ kind: 'skipFor', reason })} onCancel={cancel} />;
  if (mode === 'invite') return <Invite call={call} clientId={card.clientId} />;
  if (mode === 'ladder') {
    return <LadderPicker onPick={(index) => act({ kind: 'choose', index })} onCancel={cancel} />;
  }
  if (mode === 'why') return <WhyPanel card={card} now={now} onCancel={cancel} />;
  if (mode === 'question' && card.question) {
    return (
      <QuestionPanel
        key={card.question.code}
        question={card.question}
        isRefused={call.isAnswerRefused}
        onAnswer={call.answer}
        onTest={() => act({ kind: 'risk' })}
        onCancel={cancel}
      />
    );
  }
  if (mode === 'dnc') return <ConfirmDnc call={call} name={card.name} />;
  if (mode === 'date') return <CallbackDate desk={desk} call={call} />;
  if (!call.isOpen) {
    return (
      <BlockedPanel verdict={card.verdict} now={now} onSkip={() => act({ kind: 'skip' })} onPick={pick} />
    );
  }
  return (
    <Stack gap={6}>
      <OutcomePad isInboundOnly={false} onPick={pick} />
      <OtherKeys call={call} card={card} />
    </Stack>
  );
}

function OtherKeys({ call, card }: { call: Call; card: CallCard }) {
  const { t } = useCallWords();
  const keys = [
    ['N', 'skip'],
    ['K', 'risk'],
    ['H', 'history'],
    ['Y', 'why'],
    ['I', 'sms'],
    ['O', 'wechat'],
    ['B', 'back'],
    ['?', 'help'],
  ] as const;
  return (
    <Stack gap={2}>
      <Button
        size="compact-xs"
        variant="subtle"
        color={card.salon?.isLeftOut ? 'orange' : 'gray'}
        justify="flex-start"
        tabIndex={-1}
        leftSection={<Kbd size="xs">G</Kbd>}
        onClick={() => call.act({ kind: 'invite' })}
        data-invite
      >
        {card.salon
          ? t(card.salon.isLeftOut ? 'invite.nextLeftOut' : 'invite.next', {
              title: card.salon.title,
              day: formatDate(card.salon.startsAt).slice(5),
            })
          : t('key.invite')}
      </Button>
      <SimpleGrid cols={3} spacing={2} verticalSpacing={2}>
        {keys.map(([key, kind]) => (
          <Button
            key={kind}
            size="compact-xs"
            variant="subtle"
            color="gray"
            justify="flex-start"
            tabIndex={-1}
            leftSection={<Kbd size="xs">{key}</Kbd>}
            onClick={() => call.act({ kind })}
          >
            {t(`key.${kind}`)}
          </Button>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Invite({ call, clientId }: { call: Call; clientId: string }) {
  return (
    <InvitePicker
      clientId={clientId}
      onPick={(index) => call.act({ kind: 'choose', index })}
      onCancel={() => call.act({ kind: 'cancel' })}
    />
  );
}

function ConfirmDnc({ call, name }: { call: Call; name: string }) {
  const { t } = useCallWords();
  return (
    <Alert color="red" icon={<IconBan size={18} />} title={t('dnc.title', { name })} role="alertdialog">
      <Text size="sm">{t('dnc.text')}</Text>
      <Group mt="sm" gap={6}>
        <Button
          color="red"
          tabIndex={-1}
          rightSection={<Kbd size="xs">D</Kbd>}
          onClick={() => call.act({ kind: 'outcome', outcome: 'DNC' })}
        >
          {t('dnc.confirm')}
        </Button>
        <Button
          variant="default"
          tabIndex={-1}
          rightSection={<Kbd size="xs">Esc</Kbd>}
          onClick={() => call.act({ kind: 'cancel' })}
        >
          {t('cancel')}
        </Button>
      </Group>
    </Alert>
  );
}

function CallbackDate({ desk, call }: Props) {
  const { t } = useCallWords();
  return (
    <Stack gap={6} data-prompt="callback">
      <PromptHead title={t('date.callback')} onCancel={() => call.act({ kind: 'cancel' })} />
      {desk.chips && call.picking === null && (
        <DateChips dates={desk.chips} now={call.now} onChip={(chip) => call.act({ kind: 'chip', chip })} />
      )}
      {call.picking === 'callback' && (
        <DatePicker
          initial={desk.chips?.plus1 ?? call.now}
          onPick={call.pickDate}
          onCancel={() => call.act({ kind: 'cancel' })}
        />
      )}
    </Stack>
  );
}
