import { Accordion, Alert, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';

const licences = z.array(
  z.object({ name: z.string(), version: z.string(), identifier: z.string(), text: z.string().optional() }),
);

/** The licences of what the screen is built from, as its build wrote them down: their terms ask that they travel along. */
export function LicencesModal({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { data, isError } = useQuery({
    queryKey: ['licences'],
    queryFn: async () => licences.parse(await (await fetch('./licenses.json')).json()),
    staleTime: Infinity,
    retry: false,
  });
  return (
    <Modal opened onClose={onClose} title={t('settings.licencesTitle')} size="lg">
      {isError && <Alert color="orange">{t('settings.licencesMissing')}</Alert>}
      <Accordion>
        {data?.map(({ name, version, identifier, text }) => (
          <Accordion.Item key={`${name} ${version}`} value={`${name} ${version}`}>
            <Accordion.Control>
              <span translate="no">{name}</span> {version}{' '}
              <Text span c="dimmed">
                {identifier}
              </Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Text size="xs" style={{ whiteSpace: 'pre-wrap' }}>
                {text ?? identifier}
              </Text>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Modal>
  );
}
