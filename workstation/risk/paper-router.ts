import { flagText } from '#core/risk/flags.ts';
import { retainUntil } from '#core/risk/retention.ts';
import { rulesAt, sheetNamed, shippedRules } from '#core/risk/rule-book.ts';
import { maxScore, type Sheet } from '#core/risk/sheet.ts';
import { isSameSecond, type TestAttemptFields } from '#core/risk/test-attempt.ts';
import { riskTestOf, signedRecordOf, type StoredTest } from '#db/queries/risk.ts';
import { readRow } from '#db/rows.ts';
import { os } from '#workstation/base.ts';
import { paperOf, type PaperFile } from '#workstation/risk/paper/record.ts';
import { proposedFolder, savePaper } from '#workstation/risk/paper/save.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';

/** What a test or a step says on paper, and where it is put. */
export const riskPaperRouter = {
  test: os.risk.test.handler(({ input, context, errors }) => {
    const { db } = context.station;
    const test = riskTestOf(db, input.testId);
    if (!test) throw errors.NOT_FOUND();
    const attempt = readRow(db, 'testAttempt', test.id)?.data ?? null;
    const book = ruleBookOf(db);
    const sheet = sheetNamed(book, test.sheetId, test.sheetVersion);
    const rules = rulesAt(book, test.takenAt) ?? shippedRules;
    return {
      ...test,
      flags: test.flags.map((id) => flagText(sheet, id)),
      sheetTitle: sheet?.title ?? null,
      maxScore: sheet && maxScore(sheet),
      answered: answeredOf(test, sheet, attempt),
      hasConsented: attempt?.hasConsented ?? null,
      shownAt: attempt?.shownAt ?? null,
      retainUntil: attempt?.retainUntil ?? retainUntil(test.takenAt, null, rules),
      rulesVersion: rules.version,
      record: signedRecordOf(db, 'TEST', test.id),
    };
  }),
  paper: os.risk.paper.handler(async ({ input, context, errors }) => {
    const file = await paperOf(context.station, input, input.language);
    if (!file) throw errors.NOT_FOUND();
    return { ...shown(file), bytes: file.bytes.toString('base64') };
  }),
  paperFolder: os.risk.paperFolder.handler(() => ({ folder: proposedFolder() })),
  savePaper: os.risk.savePaper.handler(async ({ input, context, errors }) => {
    const file = await paperOf(context.station, input, input.language);
    if (!file) throw errors.NOT_FOUND();
    const saved = await savePaper(file, input.folder);
    if (!saved.ok) throw errors.FOLDER_REFUSED({ data: saved.error });
    return { ...shown(file), file: saved.value };
  }),
};

function shown({ bytes: _bytes, ...file }: PaperFile): Omit<PaperFile, 'bytes'> {
  return file;
}

function answeredOf({ answers }: StoredTest, sheet: Sheet | null, attempt: TestAttemptFields | null) {
  return (sheet?.questions ?? []).map(({ key, text, options }) => {
    const ms = attempt?.answerMs[key] ?? null;
    return {
      key,
      question: text,
      answer: options.find((option) => option.key === answers[key])?.text ?? null,
      ms,
      isSameSecond: ms !== null && isSameSecond({ [key]: ms }),
    };
  });
}
