import type { CallCard } from '#core/api/calls.ts';
import { businessDayOf, minuteOfDay, type Instant } from '#core/base/time.ts';
import { fillScript, type FilledScript, type ScriptLanguage } from '#core/calls/script.ts';
import type { FactSources } from '#workstation/calls/facts.ts';
import type { ScriptProducts } from '#workstation/calls/script-products.ts';
import { scriptInUse } from '#workstation/consent/rules.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';
import type { Station } from '#workstation/station.ts';

/** What a script is filled from. */
interface Told {
  readonly sources: FactSources;
  readonly reason: CallCard['reason'];
  readonly lastNote: string | undefined;
  /** What the gate says of the products the script would name. */
  readonly products: ScriptProducts;
}

/** Fills the script of a reason with the client's facts, in both languages; says which lines are left out and why. */
export function filledScript(
  { db, me }: Station,
  { sources, reason, lastNote, products }: Told,
): CallCard['script'] {
  const { client, maturity, salon, summary, now } = sources;
  const { script, version } = scriptInUse(ruleBookOf(db), reason, now);
  const title = client.gender === 'F' ? '女士' : client.gender === 'M' ? '先生' : '';
  const yuan = maturity ? grouped(maturity.amountFen / 100) : null;
  const common = {
    name: client.name,
    branch: me.branchName,
    manager: me.managerName,
    product: products.mayNameProduct ? (maturity?.product ?? null) : null,
    maturityDay: maturity?.day ?? null,
    event: products.mayNameEvent ? (salon?.title ?? null) : null,
    eventAt: salon ? `${businessDayOf(salon.startsAt)} ${clockText(salon.startsAt)}` : null,
    venue: salon?.venue ?? null,
    levelThrough: stillToCome(summary?.levelThrough ?? null, now),
    lastNote: lastNote ?? null,
  };
  const day = businessDayOf(now);
  const zh = fillScript(
    script,
    { ...common, title, amount: yuan && `${yuan}元` },
    { language: 'zh-CN', day },
  );
  const en = fillScript(
    script,
    { ...common, title: '', amount: yuan && `¥${yuan}` },
    { language: 'en', day },
  );
  return {
    version,
    reviewedOn: script.reviewedOn,
    withheld: products.withheld,
    texts: { 'zh-CN': inLanguage(zh, 'zh-CN'), en: inLanguage(en, 'en') },
  };
}

/** What ran out, or was ended by a change, is not said to run out some day. */
function stillToCome(day: string | null, now: number): string | null {
  return day !== null && day >= businessDayOf(now) ? day : null;
}

function inLanguage(
  { lines, leftOut }: FilledScript,
  language: ScriptLanguage,
): CallCard['script']['texts'][ScriptLanguage] {
  const told = ({ word, articles, advice }: FilledScript['lines'][number]['cautions'][number]) => ({
    word,
    articles: articles.map((article) => article[language]),
    advice: advice[language],
  });
  return {
    lines: lines.map(({ text, cautions }) => ({ text, cautions: cautions.map(told) })),
    leftOut: leftOut.map(({ missing, banned }) => ({ missing: [...missing], banned: banned.map(told) })),
  };
}

function grouped(yuan: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(yuan);
}

function clockText(at: Instant): string {
  const minute = minuteOfDay(at);
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
