import {
  Button,
  Group,
  Modal,
  NumberInput,
  SimpleGrid,
  Skeleton,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { DateInput, DatesProvider, TimePicker } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { skipToken, useQuery } from '@tanstack/react-query';
import 'dayjs/locale/zh-cn';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import {
  eventInputOf,
  eventValues,
  type EventGround,
  type EventValues,
} from '#renderer/features/events/event-form.ts';
import { HostFields } from '#renderer/features/events/HostFields.tsx';
import { MeasureFields, measuredOf } from '#renderer/features/events/MeasureFields.tsx';
import { TalkProducts } from '#renderer/features/events/TalkProducts.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { api, client } from '#renderer/lib/api.ts';

interface Props {
  /** The event to change; null makes a new one. */
  readonly event: EventSummary | null;
  /** The event a new one is made after: its plan is filled in, its guests are asked for only where that is said. */
  readonly copyOf?: EventSummary;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSaved?: (eventId: string) => void;
}

/** Asks for what a salon needs to be planned; times are Shanghai times. */
export function EventFormModal(props: Props) {
  const { t } = useTranslation('events');
  const title = t(props.event ? 'edit' : props.copyOf ? 'copy.title' : 'create');
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title={title} size="lg">
      <LoadedForm {...props} />
    </Modal>
  );
}

function LoadedForm(props: Props) {
  const event = props.event ?? props.copyOf ?? null;
  const input = event ? { eventId: event.id } : skipToken;
  const { data: measured } = useQuery(api.events.effect.plan.queryOptions({ input }));
  const { data: series } = useQuery(api.events.series.ofEvent.queryOptions({ input }));
  if (event && !(measured && series)) return <Skeleton height={320} />;
  const ground = { event, measured: measured ?? null, seriesId: series?.seriesId ?? null };
  return <EventForm {...props} ground={{ ...ground, isCopy: props.event === null && event !== null }} />;
}

function EventForm({ event, copyOf, ground, onClose, onSaved }: Props & { readonly ground: EventGround }) {
  const { t, i18n } = useTranslation('events');
  const [isSaving, setSaving] = useState(false);
  const form = useForm<EventValues>({
    initialValues: eventValues(ground),
    validate: {
      title: (title) => (title.trim() === '' ? t('form.titleNeeded') : null),
      day: (day) => (day ? null : t('form.dayNeeded')),
      productIds: (ids, { isProductTalk }) =>
        isProductTalk && ids.length === 0 ? t('form.productsNeeded') : null,
      to: (to, { from }) => (to > from ? null : t('refusal.BAD_TIMES')),
    },
  });
  const save = async (values: EventValues): Promise<void> => {
    setSaving(true);
    try {
      const eventId = event ? await change(event.id, values, t) : await create(values, copyOf?.id, t);
      onClose();
      onSaved?.(eventId);
    } catch (error) {
      showFailure(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en' : 'zh-cn', firstDayOfWeek: 1 }}>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <TextInput label={t('form.title')} data-autofocus withAsterisk {...form.getInputProps('title')} />
        <SimpleGrid cols={3} mt="sm">
          <DateInput
            label={t('form.day')}
            valueFormat="YYYY-MM-DD"
            withAsterisk
            popoverProps={{ withinPortal: true }}
            {...form.getInputProps('day')}
          />
          <TimePicker label={t('form.from')} format="24h" withAsterisk {...form.getInputProps('from')} />
          <TimePicker label={t('form.to')} format="24h" withAsterisk {...form.getInputProps('to')} />
        </SimpleGrid>
        <SimpleGrid cols={3} mt="sm">
          <TextInput label={t('form.city')} {...form.getInputProps('city')} />
          <TextInput label={t('form.venue')} {...form.getInputProps('venue')} />
          <NumberInput
            label={t('form.capacity')}
            min={1}
            max={10_000}
            allowDecimal={false}
            withAsterisk
            {...form.getInputProps('capacity')}
          />
        </SimpleGrid>
        <Textarea
          label={t('form.agenda')}
          autosize
          minRows={2}
          maxRows={6}
          mt="sm"
          {...form.getInputProps('agenda')}
        />
        <HostFields form={form} />
        <MeasureFields form={form} />
        <Switch
          mt="sm"
          label={t('form.isProductTalk')}
          {...form.getInputProps('isProductTalk', { type: 'checkbox' })}
        />
        {form.values.isProductTalk && <TalkProducts {...form.getInputProps('productIds')} />}
        {ground.isCopy && (
          <Switch
            mt="sm"
            label={t('copy.withGuests')}
            description={t('copy.withGuestsHint')}
            {...form.getInputProps('withGuests', { type: 'checkbox' })}
          />
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('cancelAction')}
          </Button>
          <Button type="submit" loading={isSaving} data-testid="save-event">
            {t('save')}
          </Button>
        </Group>
      </form>
    </DatesProvider>
  );
}

/** First what may be refused, so that a refusal changes nothing. */
async function change(eventId: string, values: EventValues, t: TFunction<'events'>): Promise<string> {
  await client.events.effect.writePlan({ eventId, plan: measuredOf(values) });
  await client.events.series.assign({ eventId, seriesId: values.seriesId });
  const { refused } = await client.events.update({ eventId, plan: eventInputOf(values) });
  if (refused > 0) notifications.show({ color: 'orange', message: t('refused.saved', { n: refused }) });
  return eventId;
}

async function create(
  values: EventValues,
  fromEventId: string | undefined,
  t: TFunction<'events'>,
): Promise<string> {
  const beside = { measured: measuredOf(values), seriesId: values.seriesId };
  const { eventId } = await client.events.create({ ...eventInputOf(values), ...beside });
  if (values.withGuests && fromEventId !== undefined) {
    const { invited, skipped } = await client.events.inviteAgain({ eventId, fromEventId });
    const counts = { n: invited.length, skipped: skipped.length };
    notifications.show({ color: 'teal', message: t('copy.invited', counts) });
  }
  return eventId;
}
