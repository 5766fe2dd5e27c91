import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryFilter } from '#core/compliance/entry.ts';
import { client } from '#renderer/lib/api.ts';

export type ExportFormat = 'jsonl' | 'xlsx';
type Step =
  Awaited<ReturnType<typeof client.compliance.export>> extends AsyncIterable<infer One> ? One : never;

const known = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EFBIG'];

/** Runs an export and tells how far it is, where the file lies, or why there is none. */
export function useExport(filter: EntryFilter) {
  const { t, i18n } = useTranslation('compliance');
  const [progress, setProgress] = useState<Pick<Step, 'rows' | 'total'> | null>(null);
  const [done, setDone] = useState<Step['done']>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const wordsOf = (error: unknown): string => {
    const { code, data } = error as { code?: string; data?: { code?: string } };
    const cause = code === 'EXPORT_FAILED' ? (data?.code ?? '') : '';
    return known.includes(cause)
      ? t(`export.problem.${cause}`)
      : t('export.problem.other', { code: cause || code });
  };
  const run = async (format: ExportFormat, folder: string): Promise<void> => {
    setDone(null);
    setProblem(null);
    setProgress({ rows: 0, total: 1 });
    const language = i18n.language === 'en' ? 'en' : 'zh-CN';
    try {
      for await (const step of await client.compliance.export({ ...filter, format, folder, language })) {
        setProgress(step);
        setDone(step.done);
      }
    } catch (error) {
      setProblem(wordsOf(error));
    } finally {
      setProgress(null);
    }
  };
  return { progress, done, problem, run };
}
