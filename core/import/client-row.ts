import { cellText, isErrorText, uncalculated, type TableRow } from '#core/import/cell.ts';
import { emptyDraft, type ClientDraft } from '#core/import/draft.ts';
import { readPhoneCell } from '#core/import/phone-cell.ts';
import { judgeSource } from '#core/import/source.ts';
import type { ImportPlan, ImportTarget, IssueCode, RowIssue } from '#core/import/target.ts';
import { codeOf, isEmptyWord, readDay, readFen, readInstant } from '#core/import/values.ts';
import { importWords } from '#core/import/words.ts';

/** One row read by a plan: the draft, its faults, and the texts that identify it. */
export interface RowReading {
  readonly rowNo: number;
  readonly draft: ClientDraft;
  readonly issues: readonly RowIssue[];
  /** Cells as text, by column of the file: what quarantine keeps and the manager corrects. */
  readonly texts: readonly string[];
  /** The row's content by header, whatever the order of columns and rows: equal text, equal row (IM6). */
  readonly identity: string;
  /** The customer number with its header, where a column is mapped as one. */
  readonly ref: string | null;
  /** True when the name is a label of ours, not the file's. */
  readonly isNameGenerated: boolean;
}

interface Found {
  readonly column: number;
  readonly header: string;
  readonly text: string;
}
interface Reading {
  readonly draft: ClientDraft;
  readonly issues: RowIssue[];
  readonly found: Map<ImportTarget, Found>;
}

const longest: Partial<Record<ImportTarget, number>> = { name: 100, city: 60, occupation: 60 };
const longestText = 2000;

/** Reads one row of a file by the plan. It never throws: what cannot be read becomes an issue (IM2). */
export function readClientRow(row: TableRow, plan: ImportPlan, fileName: string): RowReading {
  const reading = readClientTexts(row.cells.map(cellText), plan, { rowNo: row.rowNo, fileName });
  if (!row.isBroken) return reading;
  return { ...reading, issues: [{ code: 'BROKEN_QUOTES', target: null, column: null }, ...reading.issues] };
}

/** Reads a row that is text already: one from quarantine, corrected by hand. */
export function readClientTexts(
  texts: readonly string[],
  plan: ImportPlan,
  { rowNo, fileName }: { readonly rowNo: number; readonly fileName: string },
): RowReading {
  const reading: Reading = { draft: emptyDraft(), issues: [], found: new Map() };
  const identity = collect(reading, texts, plan);
  for (const [target, found] of reading.found) readTarget(reading, target, found);
  takeSource(reading, plan, fileName);
  const isNameGenerated = takeName(reading, plan, rowNo);
  const { draft, issues, found } = reading;
  const ref = found.get('ref');
  issues.sort((a, b) => (a.column ?? -1) - (b.column ?? -1));
  return {
    rowNo,
    draft,
    issues,
    texts,
    identity,
    ref: ref ? `${ref.header}\u0002${ref.text}` : null,
    isNameGenerated,
  };
}

/** Sorts the cells by what they are for, and returns the row's identity. */
function collect(reading: Reading, texts: readonly string[], plan: ImportPlan): string {
  const content: string[] = [];
  for (const [column, { header, target }] of plan.columns.entries()) {
    const text = texts[column] ?? '';
    if (text === '' || target === 'drop') continue;
    content.push(`${target === 'extra' ? header : target}\u0002${text}`);
    const found = { column, header, text };
    if (target === 'extra') keepExtra(reading, found);
    else if (isSound(reading, target, found)) add(reading, target, found);
  }
  const isShifted = texts.slice(plan.columns.length).some((text) => text !== '');
  if (isShifted) reading.issues.push({ code: 'SHIFTED', target: null, column: null });
  return content.sort().join('\u0001');
}

/** Several columns may hold phones: they are read as one cell with several numbers. */
function add({ found }: Reading, target: ImportTarget, next: Found): void {
  const before = found.get(target);
  if (!before) found.set(target, next);
  else if (target === 'phone') found.set(target, { ...before, text: `${before.text};${next.text}` });
}

function isSound(reading: Reading, target: ImportTarget, { column, text }: Found): boolean {
  const fault = faultOf(target, text);
  if (fault) reading.issues.push({ code: fault, target, column });
  return !fault && !isEmptyWord(text);
}

function faultOf(target: ImportTarget, text: string): IssueCode | null {
  if (isErrorText(text)) return text === uncalculated ? 'NOT_CALCULATED' : 'CELL_ERROR';
  if (text.includes('\uFFFD')) return 'BAD_CHARACTERS';
  return text.length > (longest[target] ?? longestText) ? 'TOO_LONG' : null;
}

function readTarget(reading: Reading, target: ImportTarget, found: Found): void {
  const { draft, issues } = reading;
  const { text, column } = found;
  if (target === 'name') takeWrittenName(reading, found);
  else if (target === 'phone') takePhone(reading, found);
  else if (target === 'ref') keepExtra(reading, found);
  else if (target === 'city' || target === 'occupation' || target === 'otherPlatforms') draft[target] = text;
  else if (target === 'gender' || target === 'tier' || target === 'incomeBand')
    takeCode(reading, target, found);
  else if (target !== 'source' && target !== 'lawfulBasis') {
    const code = takeMeasure(draft, target, text);
    if (code) issues.push({ code, target, column });
  }
}

/** Folding widths may lengthen a text (㍿), so the limit is asked again. */
function takeWrittenName({ draft, issues }: Reading, { text, column }: Found): void {
  const name = text
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\s]+/gu, ' ')
    .trim();
  if (name.length > 100) issues.push({ code: 'TOO_LONG', target: 'name', column });
  else draft.name = name;
}

function takeMeasure(draft: ClientDraft, target: ImportTarget, text: string): IssueCode | null {
  if (target === 'birthDay') {
    const day = readDay(text);
    if (!day.ok) return day.error;
    draft.birthDay = day.value;
  } else if (target === 'registeredAt') {
    const at = readInstant(text);
    if (!at.ok) return at.error;
    draft.registeredAt = at.value;
  } else if (target === 'statedAssets') {
    const fen = readFen(text);
    if (!fen.ok) return fen.error;
    draft.statedAssetsFen = fen.value;
  }
  return null;
}

/** A word outside the dictionary is kept under its header: not understood is not the same as wrong. */
function takeCode(reading: Reading, target: 'gender' | 'tier' | 'incomeBand', found: Found): void {
  const { draft } = reading;
  const { values } = importWords;
  if (target === 'gender') draft.gender = codeOf(values.gender, found.text);
  else if (target === 'tier') draft.tier = codeOf(values.tier, found.text);
  else draft.incomeBand = codeOf(values.incomeBand, found.text);
  if (draft[target] === null) keepExtra(reading, found);
}

function takePhone({ draft, issues }: Reading, { text, column, header }: Found): void {
  const { phone, others, issue } = readPhoneCell(text);
  if (issue) issues.push({ code: issue, target: 'phone', column });
  draft.phone = phone;
  for (const [index, other] of others.entries()) draft.extra[`${header} ${index + 2}`] = other;
}

function takeSource({ draft, issues, found }: Reading, plan: ImportPlan, fileName: string): void {
  const column = (target: ImportTarget) => plan.columns.findIndex((mapped) => mapped.target === target);
  const [source, basis] = [column('source'), column('lawfulBasis')];
  const verdict = judgeSource({
    origin: plan.origin,
    basis: plan.basis,
    sourceText: source < 0 ? null : (found.get('source')?.text ?? ''),
    basisText: basis < 0 ? null : (found.get('lawfulBasis')?.text ?? ''),
  });
  const at = (index: number) => (index < 0 ? null : index);
  const { sourceIssue, basisIssue } = verdict;
  if (sourceIssue) issues.push({ code: sourceIssue, target: 'source', column: at(source) });
  if (basisIssue) issues.push({ code: basisIssue, target: 'lawfulBasis', column: at(basis) });
  draft.source = `import:${verdict.origin.toLowerCase()}:${fileName}`.slice(0, 120);
  draft.lawfulBasis = verdict.basis ?? draft.lawfulBasis;
}

/** A row without a name gets a label where the manager asked for labels; else it waits in quarantine (IM4). */
function takeName({ draft, issues, found }: Reading, plan: ImportPlan, rowNo: number): boolean {
  if (draft.name !== '' || issues.some(({ target }) => target === 'name')) return false;
  if (plan.generatedName === null) {
    const column = plan.columns.findIndex(({ target }) => target === 'name');
    issues.push({ code: 'MISSING', target: 'name', column: column < 0 ? null : column });
    return false;
  }
  const number = found.get('ref')?.text ?? String(rowNo).padStart(5, '0');
  draft.name = `${plan.generatedName} ${number}`.slice(0, 100);
  return true;
}

function keepExtra({ draft, issues }: Reading, { header, text, column }: Found): void {
  if (text.length > longestText) issues.push({ code: 'TOO_LONG', target: 'extra', column });
  else draft.extra[header] = text;
}
