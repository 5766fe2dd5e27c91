import { Alert, Badge, Button, Group, Kbd, SimpleGrid, Stack, Text } from '@mantine/core';
import { callRules } from '#core/calls/dispositions.ts';
import { isLive, isOurFault, phaseOf, proposedOutcome, type LineCall } from '#core/calls/softphone.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import type { PhonePress } from '#renderer/features/phone/keys.ts';
import { type PhoneState, type Refusal, usePhone } from '#renderer/features/phone/phone-store.ts';
import { usePhoneWords } from '#renderer/features/phone/words.ts';

type Press = PhonePress | { readonly tone: string };

interface Props {
  readonly now: number;
  readonly isKeypadOpen: boolean;
  readonly onPress: (press: Press) => void;
}

const stageColour = { DIALLING: 'blue', RINGING: 'blue', TALKING: 'teal', HELD: 'yellow' } as const;

/** What the telephone is doing, in words, with its keys; what it would not do, and the next best way. */
export function PhoneBar(props: Props) {
  const state = usePhone();
  const { phone, refusal, way } = state;
  return (
    <Stack gap={6} data-phone={phaseOf(phone)} aria-live="polite">
      {refusal && <Refused refusal={refusal} state={state} {...props} />}
      {phone.call && <OneCall call={phone.call} state={state} {...props} />}
      {!phone.call && !refusal && way === 'SIP' && <LineState state={state} />}
    </Stack>
  );
}

function LineState({ state }: { readonly state: PhoneState }) {
  const { t, line } = usePhoneWords();
  const isReady = state.phone.line.state === 'REGISTERED';
  return (
    <Group gap={6} wrap="nowrap">
      <Badge size="xs" variant="dot" color={isReady ? 'teal' : 'gray'} style={{ flexShrink: 0 }}>
        {t('softphone')}
      </Badge>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {line(state.phone.line)}
      </Text>
    </Group>
  );
}

function OneCall({ call, state, isKeypadOpen, onPress, now }: Props & { call: LineCall; state: PhoneState }) {
  const { t } = usePhoneWords();
  if (!isLive(call)) return <Over call={call} onPress={onPress} />;
  const isTalking = call.stage === 'TALKING' || call.stage === 'HELD';
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap" gap={6}>
        <Badge color={stageColour[call.stage as keyof typeof stageColour]} style={{ flexShrink: 0 }}>
          {t(`stage.${call.stage}`)}
          {call.isMuted && ` · ${t('muted')}`}
        </Badge>
        <Text size="sm" truncate>
          {state.dialled?.callee.name}
        </Text>
        <Text size="sm" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {clock(now - (call.answeredAt ?? call.dialledAt))}
        </Text>
      </Group>
      {call.isLineLost && (
        <Text size="xs" c="red">
          {t('lineLostInCall')}
        </Text>
      )}
      <Group gap={4} grow>
        <Key press="hangUp" cap="U" color="red" variant="filled" onPress={onPress} />
        {isTalking && <Key press="mute" cap="M" isOn={call.isMuted} onPress={onPress} />}
        {isTalking && <Key press="hold" cap="P" isOn={call.stage === 'HELD'} onPress={onPress} />}
        {isTalking && <Key press="keypad" cap="X" isOn={isKeypadOpen} onPress={onPress} />}
      </Group>
      {isTalking && isKeypadOpen && <Keypad onPress={onPress} />}
    </Stack>
  );
}

const tones = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

function Keypad({ onPress }: { readonly onPress: (press: Press) => void }) {
  const { t } = usePhoneWords();
  return (
    <SimpleGrid cols={6} spacing={4} verticalSpacing={4} role="group" aria-label={t('key.keypad')}>
      {tones.map((tone) => (
        <Button
          key={tone}
          size="compact-sm"
          variant="default"
          tabIndex={-1}
          onClick={() => onPress({ tone })}
        >
          {tone}
        </Button>
      ))}
    </SimpleGrid>
  );
}

function Over({ call, onPress }: { call: LineCall; onPress: (press: Press) => void }) {
  const { t, ending } = usePhoneWords();
  const { t: desk } = useCallWords();
  const proposed = proposedOutcome(call.ending);
  const cap = callRules.dispositions.find(({ code }) => code === proposed)?.cap;
  const isOurs = isOurFault(call.ending);
  return (
    <Alert p={8} color={call.stage === 'FAILED' ? 'orange' : 'gray'} data-ending={call.ending}>
      <Text size="sm">{ending(call)}</Text>
      {proposed && (
        <Group gap={6} mt={4}>
          <Text size="xs">{t('proposed')}</Text>
          <Kbd size="xs">{cap}</Kbd>
          <Text size="xs" fw={600}>
            {desk(`outcome.${proposed}`)}
          </Text>
        </Group>
      )}
      {isOurs && <OtherWays onPress={onPress} />}
    </Alert>
  );
}

function Refused({ refusal, state, now, onPress }: Props & { refusal: Refusal; state: PhoneState }) {
  const { t, refused } = usePhoneWords();
  const { verdict } = useCallWords();
  const isGate = refusal.kind === 'GATE';
  const text = isGate ? verdict(refusal.verdict, now) : refused(refusal.kind, state.phone.line);
  return (
    <Alert
      p={8}
      color={isGate ? 'red' : 'orange'}
      title={t('notDialled', refusal.callee)}
      data-refusal={refusal.kind}
    >
      <Text size="sm">{text}</Text>
      {isGate && (
        <Text size="xs" c="dimmed">
          {t('rule', { rule: refusal.verdict.ruleId, version: refusal.verdict.policyVersion })}
        </Text>
      )}
      {isGate && refusal.canServe && (
        <Stack gap={4} mt={4}>
          <Text size="xs">{t('serviceHint')}</Text>
          <Group gap={4}>
            <Key press="service" cap="J" onPress={onPress} />
          </Group>
        </Stack>
      )}
      {refusal.kind === 'LINE' && <OtherWays onPress={onPress} />}
    </Alert>
  );
}

/** The next best ways to reach the client when the softphone cannot. */
function OtherWays({ onPress }: { readonly onPress: (press: Press) => void }) {
  return (
    <Group gap={4} mt={6}>
      <Key press="system" cap="L" onPress={onPress} />
      <Key press="copy" cap="V" onPress={onPress} />
    </Group>
  );
}

interface KeyProps {
  readonly press: PhonePress;
  readonly cap: string;
  readonly isOn?: boolean;
  readonly color?: string;
  readonly variant?: string;
  readonly onPress: (press: Press) => void;
}

function Key({ press, cap, isOn = false, color, variant, onPress }: KeyProps) {
  const { t } = usePhoneWords();
  return (
    <Button
      size="compact-xs"
      variant={variant ?? (isOn ? 'filled' : 'light')}
      {...(color ? { color } : {})}
      aria-pressed={isOn}
      tabIndex={-1}
      px={4}
      leftSection={<Kbd size="xs">{cap}</Kbd>}
      onClick={() => onPress(press)}
    >
      {t(`key.${press}`)}
    </Button>
  );
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
