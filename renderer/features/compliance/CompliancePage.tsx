import { Button, Tabs } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import frame from '#renderer/components/FixedPage.module.css';
import classes from '#renderer/features/compliance/compliance.module.css';
import { ExportModal } from '#renderer/features/compliance/ExportModal.tsx';
import { filterOf } from '#renderer/features/compliance/filter.ts';
import { GapsTab } from '#renderer/features/compliance/GapsTab.tsx';
import { RecordsTab } from '#renderer/features/compliance/RecordsTab.tsx';
import { RulesTab } from '#renderer/features/compliance/RulesTab.tsx';

const tabs = ['records', 'gaps', 'rules'] as const;

/** What was tested, judged, signed, overridden and looked at in a range of days, and by which rules. */
export function CompliancePage() {
  const { t } = useTranslation('compliance');
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const filter = filterOf(search);
  const tab = tabs.find((name) => name === search['tab']) ?? 'records';
  const [isExporting, setIsExporting] = useState(false);
  const go = (next: Readonly<Record<string, unknown>>): void =>
    void navigate({ to: '/compliance', search: { ...search, ...next }, replace: true });
  return (
    <div className={frame['page']}>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <Button
            variant="default"
            leftSection={<IconFileExport size={16} aria-hidden />}
            onClick={() => setIsExporting(true)}
          >
            {t('export.open')}
          </Button>
        }
      />
      <Tabs value={tab} onChange={(name) => go({ tab: name })} keepMounted={false} className={frame['tabs']}>
        <Tabs.List mb="sm">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="records" className={classes['panel']}>
          <RecordsTab filter={filter} onChange={(next) => go({ ...next })} />
        </Tabs.Panel>
        <Tabs.Panel value="gaps" className={classes['panel']}>
          <GapsTab />
        </Tabs.Panel>
        <Tabs.Panel value="rules" className={classes['panel']}>
          <RulesTab />
        </Tabs.Panel>
      </Tabs>
      {isExporting && <ExportModal filter={filter} onClose={() => setIsExporting(false)} />}
    </div>
  );
}
