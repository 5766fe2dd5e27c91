import type { Reason } from '#core/calls/contact.ts';
import { scriptNames } from '#core/calls/script.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { readRow } from '#db/rows.ts';
import type { FactSources } from '#workstation/calls/facts.ts';
import { scriptInUse } from '#workstation/consent/rules.ts';
import { namedProducts } from '#workstation/events/talk-guests.ts';
import {
  findingRows,
  productGate,
  productsFound,
  type NamedProduct,
  type ProductFinding,
} from '#workstation/risk/product-gate.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';
import type { Station } from '#workstation/station.ts';

/** What the gate says of the products a script names: the one that matures, and those of the talk it asks about. */
export interface ScriptProducts {
  readonly mayNameProduct: boolean;
  readonly mayNameEvent: boolean;
  /** Products the script passes over in silence. */
  readonly withheld: NamedProduct[];
  readonly findings: readonly ProductFinding[];
}

interface Asked {
  readonly clientId: string;
  readonly reason: Reason;
  readonly sources: Pick<FactSources, 'maturity' | 'salon'>;
}

/**
 * Judges what the script of a reason would name to a client. That something held matures is news of it, which the client
 * is owed; a talk about products is as good as its products.
 */
export function judgeScript(station: Station, { clientId, reason, sources }: Asked): ScriptProducts {
  const { script } = scriptInUse(ruleBookOf(station.db), reason, station.clock());
  const { maturity, salon } = sources;
  const gate = productGate(station);
  const maturing = maturity && scriptNames(script, 'product') ? [maturity.productId] : [];
  const held = gate({ path: 'CALL_SCRIPT', clientId, productIds: maturing, isAboutHolding: true });
  const event =
    salon && scriptNames(script, 'event') ? readRow(station.db, 'event', salon.eventId)?.data : null;
  const talk = gate({ path: 'CALL_SCRIPT', clientId, productIds: event ? namedProducts(event) : [] });
  const findings = [...held, ...talk];
  return {
    mayNameProduct: productsFound(held, 'BLOCK').length === 0,
    mayNameEvent: productsFound(talk, 'BLOCK').length === 0,
    withheld: productsFound(findings, 'BLOCK'),
    findings,
  };
}

/** Makes the rows that keep, with a call that was made, what the gate said of its script. */
export function scriptVerdictRows(station: Station, asked: Asked): RowChange[] {
  const { findings } = judgeScript(station, asked);
  return findingRows(station, { path: 'CALL_SCRIPT', clientId: asked.clientId }, findings);
}
