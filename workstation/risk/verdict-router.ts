import { readStored, reproduces } from '#core/risk/replay.ts';
import { rulesAt, type RuleBook } from '#core/risk/rule-book.ts';
import { noRules } from '#core/risk/finding.ts';
import { verdictsOf, type StoredVerdict } from '#db/queries/risk.ts';
import { os } from '#workstation/base.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';
import { ruleBookOf, shelfOf } from '#workstation/risk/rule-book.ts';
import { paperOf } from '#workstation/risk/paper/record.ts';
import { matterOf } from '#workstation/risk/matter.ts';
import { noteIntent } from '#workstation/risk/note.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { judgeShelf, summarise } from '#workstation/risk/shelf.ts';
import { recordStep, stepsOf } from '#workstation/risk/steps.ts';

const mostVerdicts = 200;

/** What may be talked about, and what was done on the strength of it. */
export const riskVerdictRouter = {
  shelf: os.risk.shelf.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const now = clock();
    const facts = riskFactsOf(db, input.clientId, now);
    if (!facts) throw errors.NOT_FOUND();
    const at = { now, dataAt: context.sync.status().syncedAt };
    const lines = judgeShelf(facts, shelfOf(db, now), at);
    return {
      lines,
      standing: facts.standing,
      rulesVersion: rulesAt(facts.ruleBook, now)?.version ?? noRules,
    };
  }),
  verdict: os.risk.verdict.handler(({ input, context, errors }) => {
    const matter = matterOf(context, input);
    if (!matter) throw errors.NOT_FOUND();
    const { verdict, steps } = stepsOf(matter, input.language);
    return { product: matter.product, verdict, steps };
  }),
  recordStep: os.risk.recordStep.handler(async ({ input, context, errors }) => {
    const matter = matterOf(context, input);
    if (!matter) throw errors.NOT_FOUND();
    const recorded = recordStep(context.station, matter, input);
    if (!recorded.ok) throw errors[recorded.error]();
    // The step is recorded whatever becomes of its paper, which can be made again from the same facts.
    const key = { about: 'STEP', aboutId: recorded.value } as const;
    if (input.signaturePath !== null) await paperOf(context.station, key, input.language).catch(() => null);
  }),
  note: os.risk.note.handler(({ input, context, errors }) => {
    const matter = matterOf(context, input);
    if (!matter) throw errors.NOT_FOUND();
    const noted = noteIntent(context.station, matter);
    if (!noted.ok) throw errors[noted.error]();
    return noted.value;
  }),
  verdicts: os.risk.verdicts.handler(({ input, context: { station } }) => {
    const ruleBook = ruleBookOf(station.db);
    const stored = verdictsOf(station.db, input.clientId, mostVerdicts);
    return stored.map((one) => shownVerdict(one, ruleBook));
  }),
  line: os.risk.line.handler(({ input, context: { station, sync }, errors }) => {
    const { clientId } = input;
    const facts = riskFactsOf(station.db, clientId, station.clock());
    if (!facts) throw errors.NOT_FOUND();
    const productIds = shelfOf(station.db, station.clock()).map(({ id }) => id);
    const gate = productGate(station, sync.status().syncedAt);
    const findings = gate({ path: 'CALL_LINE', clientId, productIds });
    const verdicts = findings.map(({ judged }) => judged.verdict);
    return { standing: facts.standing, ...summarise(facts, verdicts) };
  }),
};

function shownVerdict(stored: StoredVerdict, ruleBook: RuleBook) {
  const both = readStored(stored);
  return { ...stored, verdict: both.verdict, isReproduced: reproduces(both, ruleBook) };
}
