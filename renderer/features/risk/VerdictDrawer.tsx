import { Alert, Button, Drawer, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { RatingBadge } from '#renderer/features/products/RatingBadge.tsx';
import { PremiumFields } from '#renderer/features/risk/PremiumFields.tsx';
import { VerdictBadge } from '#renderer/features/risk/VerdictBadge.tsx';
import { VerdictSteps, type Matter } from '#renderer/features/risk/VerdictSteps.tsx';
import { YuanInput } from '#renderer/components/YuanInput.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api, type client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

const actions = ['RECOMMEND', 'CLIENT_REQUEST', 'INVITE_TALK'] as const;

/** The product and action a verdict was opened for. */
export interface OpenedVerdict extends Pick<Matter, 'productId' | 'action'> {
  readonly name: string;
}

interface Props {
  readonly clientId: string;
  readonly opened: OpenedVerdict | null;
  readonly onClose: () => void;
}

/** One product's verdict with its steps in order: where they are done, and where the intent is noted. */
export function VerdictDrawer({ clientId, opened, onClose }: Props) {
  const { t } = useRiskWords();
  return (
    <Drawer
      opened={opened !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={opened?.name}
      closeButtonProps={{ 'aria-label': t('steps.close') }}
    >
      {opened && <VerdictDetail key={opened.productId} clientId={clientId} opened={opened} />}
    </Drawer>
  );
}

function VerdictDetail({ clientId, opened }: { readonly clientId: string; readonly opened: OpenedVerdict }) {
  const { t, cite, reason } = useRiskWords();
  const { i18n } = useTranslation();
  const [action, setAction] = useState(opened.action);
  const [amountFen, setAmountFen] = useState<number | null>(null);
  const language = i18n.language === 'en' ? 'en' : 'zh-CN';
  const [premium, setPremium] = useState<Matter['premium']>(null);
  const matter: Matter = { clientId, productId: opened.productId, action, amountFen, premium, language };
  const { data, error } = useQuery(
    api.risk.verdict.queryOptions({ input: matter, placeholderData: keepPreviousData }),
  );
  if (error) return <ErrorState error={error} />;
  if (!data) return <Skeleton height={240} />;
  const { product, verdict, steps } = data;
  // What is held already is kept or not: nothing is chosen or noted there.
  const isSale = opened.action !== 'KEEP_HOLDING';
  return (
    <Stack gap="md">
      {isSale && (
        <SegmentedControl
          value={action}
          onChange={(chosen) => setAction(chosen as Matter['action'])}
          data={actions.map((value) => ({ value, label: t(`action.${value}`) }))}
          aria-label={t('steps.action')}
        />
      )}
      {isSale && (
        <YuanInput label={t('steps.amount')} description={t('steps.amountText')} onFen={setAmountFen} />
      )}
      {['INSURANCE', 'UNIT_LINKED'].includes(product.kind) && <PremiumFields onChange={setPremium} />}
      <Group gap="sm" data-testid="verdict" data-outcome={verdict.outcome}>
        <VerdictBadge outcome={verdict.outcome} />
        <RatingBadge
          rating={verdict.rating}
          issuerRating={product.issuerRating}
          sellerRating={product.sellerRating}
        />
        <Text size="sm" c="dimmed">
          {cite(verdict.rule)}
        </Text>
      </Group>
      <div>
        <Text>{reason(verdict.rule)}</Text>
        <VerdictGround verdict={verdict} />
      </div>
      <VerdictSteps matter={matter} steps={steps} />
      {(action === 'RECOMMEND' || action === 'CLIENT_REQUEST') && (
        <Note key={action} matter={matter} isAllowed={verdict.outcome === 'ALLOW'} />
      )}
    </Stack>
  );
}

type Verdict = Awaited<ReturnType<typeof client.risk.verdict>>['verdict'];

/** What the verdict lacked, by which rules it was judged, and as of when the data are complete. */
function VerdictGround({ verdict: { missing, rule, dataAt } }: { readonly verdict: Verdict }) {
  const { t } = useRiskWords();
  const what = missing.map((code) => t(`missing.${code}`)).join(t('missing.comma'));
  const asOf = dataAt === null ? t('shelf.neverSynced') : t('shelf.dataAt', { at: formatDateTime(dataAt) });
  return (
    <>
      {what !== '' && (
        <Text size="sm" fw={600} data-testid="verdict-missing">
          {t('missing.card', { what })}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t('shelf.rules', { version: rule.version })} · {asOf}
      </Text>
    </>
  );
}

function Note({ matter, isAllowed }: { readonly matter: Matter; readonly isAllowed: boolean }) {
  const { t } = useRiskWords();
  const note = useMutation(api.risk.note.mutationOptions());
  if (note.data) {
    const { callBackBy } = note.data;
    return (
      <Alert color="teal" role="status" data-testid="noted">
        {t('steps.noted')}
        {callBackBy !== null && ` ${t('steps.callBack', { at: formatDateTime(callBackBy) })}`}
      </Alert>
    );
  }
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        leftSection={<IconNotebook size={16} />}
        disabled={!isAllowed}
        loading={note.isPending}
        onClick={() => note.mutate(matter)}
        data-testid="note-intent"
      >
        {t(`steps.note.${matter.action}`)}
      </Button>
      {note.error && (
        <Alert color="red" role="alert">
          {t('steps.failed.NOT_ALLOWED')}
        </Alert>
      )}
    </Stack>
  );
}
