import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countEntries, listEntries } from '#db/queries/compliance.ts';
import { clientGaps } from '#db/queries/gaps.ts';
import { os as procedures } from '#workstation/base.ts';
import { exportCompliance } from '#workstation/compliance/export.ts';
import { rulesList } from '#workstation/compliance/rules-list.ts';
import { FileFailed } from '#workstation/compliance/whole-file.ts';

export const complianceRouter = {
  entries: procedures.compliance.entries.handler(({ input, context }) => {
    const { before, limit, ...filter } = input;
    const entries = listEntries(context.station.db, filter, { before, limit });
    const last = entries.length === limit ? entries.at(-1) : undefined;
    return { entries, next: last ? { at: last.at, kind: last.kind, id: last.id } : null };
  }),
  counts: procedures.compliance.counts.handler(({ input, context }) =>
    countEntries(context.station.db, input),
  ),
  folder: procedures.compliance.folder.handler(() => ({ folder: defaultFolder() })),
  export: procedures.compliance.export.handler(async function* ({ input, context, errors }) {
    try {
      yield* exportCompliance(context.station, input);
    } catch (error) {
      if (!(error instanceof FileFailed)) throw error;
      throw errors.EXPORT_FAILED({ data: { code: error.code, folder: input.folder } });
    }
  }),
  gaps: procedures.compliance.gaps.handler(({ input, context: { station } }) => {
    const { total, lines } = clientGaps(station.db, station.clock(), input.limit);
    return { total, lines: [...lines] };
  }),
  rules: procedures.compliance.rules.handler(({ context: { station } }) =>
    rulesList(station.db, station.clock()),
  ),
};

/** Where people look for what they saved. */
function defaultFolder(): string {
  const home = os.homedir();
  const found = ['Documents', '文档', 'Downloads']
    .map((name) => path.join(home, name))
    .find((one) => existsSync(one));
  return found ?? home;
}
