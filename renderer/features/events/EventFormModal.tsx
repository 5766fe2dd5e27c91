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
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPlanInput } from '#core/api/event-effect.ts';
import type { EventInput, EventSummary } from '#core/api/events.ts';
import { addDays, businessDayOf, startOfDay } from '#core/base/time.ts';
import {
  MeasureFields,
  measuredOf,
  measureValues,
  type MeasureValues,
} from '#renderer/features/events/MeasureFields.tsx';
import { TalkProducts } from '#renderer/features/events/TalkProducts.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { api, client } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';

interface Props {
  /** The event to change; null makes a new one. */
  readonly event: EventSummary | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSaved?: (eventId: string) => void;
}

interface Values extends MeasureValues {
  title: string;
  city: string;
  venue: string;
  day: string;
  from: string;
  to: string;
  capacity: number;
  isProductTalk: boolean;
  productIds: string[];
  agenda: string;
}

/** Asks for what a salon needs to be planned; times are Shanghai times. */
export function EventFormModal(props: Props) {
  const { t } = useTranslation('events');
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title={t(props.event ? 'edit' : 'create')} size="lg">
      <LoadedForm {...props} />
    </Modal>
  );
}

function LoadedForm(props: Props) {
  const eventId = props.event?.id;
  const { data } = useQuery(
    api.events.effect.plan.queryOptions({ input: eventId === undefined ? skipToken : { eventId } }),
  );
  if (eventId !== undefined && !data) return <Skeleton height={320} />;
  return <EventForm {...props} measured={data ?? null} />;
}

function EventForm({
  event,
  measured,
  onClose,
  onSaved,
}: Props & { readonly measured: EventPlanInput | null }) {
  const { t, i18n } = useTranslation('events');
  const [isSaving, setSaving] = useState(false);
  const form = useForm<Values>({
    initialValues: { ...valuesOf(event), ...measureValues(measured) },
    validate: {
      title: (title) => (title.trim() === '' ? t('form.titleNeeded') : null),
      day: (day) => (day ? null : t('form.dayNeeded')),
      productIds: (ids, { isProductTalk }) =>
        isProductTalk && ids.length === 0 ? t('form.productsNeeded') : null,
      to: (to, { from }) => (to > from ? null : t('refusal.BAD_TIMES')),
    },
  });
  const save = async (values: Values): Promise<void> => {
    setSaving(true);
    try {
      const plan = planOf(values);
      const measure = measuredOf(values);
      // First what may be refused, so that a refusal changes nothing.
      if (event) await client.events.effect.writePlan({ eventId: event.id, plan: measure });
      const changed = event && (await client.events.update({ eventId: event.id, plan }));
      if (changed && changed.refused > 0) {
        notifications.show({ color: 'orange', message: t('refused.saved', { n: changed.refused }) });
      }
      const eventId = event?.id ?? (await client.events.create({ ...plan, measured: measure })).eventId;
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
        <MeasureFields form={form} />
        <Switch
          mt="sm"
          label={t('form.isProductTalk')}
          {...form.getInputProps('isProductTalk', { type: 'checkbox' })}
        />
        {form.values.isProductTalk && <TalkProducts {...form.getInputProps('productIds')} />}
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

function valuesOf(event: EventSummary | null): Omit<Values, keyof MeasureValues> {
  if (!event) {
    const day = addDays(businessDayOf(Date.now()), 7);
    return {
      title: '',
      city: '',
      venue: '',
      day,
      from: '14:00',
      to: '16:30',
      capacity: 30,
      isProductTalk: false,
      productIds: [],
      agenda: '',
    };
  }
  const { title, city, venue, startsAt, endsAt, capacity, isProductTalk, productIds, agenda } = event;
  return {
    title,
    city,
    venue,
    day: businessDayOf(startsAt),
    from: formatTime(startsAt),
    to: formatTime(endsAt),
    capacity,
    isProductTalk,
    productIds,
    agenda,
  };
}

function planOf(values: Values): EventInput {
  const { title, city, venue, capacity, isProductTalk, agenda } = values;
  const { day, from, to, productIds } = values;
  const at = (time: string): number => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return startOfDay(day) + (hours * 60 + minutes) * 60_000;
  };
  const said = { title, city, venue, capacity, isProductTalk, agenda };
  return { ...said, startsAt: at(from), endsAt: at(to), productIds: isProductTalk ? productIds : [] };
}
