import callScriptsV1 from '#resources/call-scripts-v1.json' with { type: 'json' };
import contactPolicyV1 from '#resources/contact-policy-v1.json' with { type: 'json' };
import defaultV1 from '#resources/questionnaires/default-v1.json' with { type: 'json' };
import privateFundV1 from '#resources/questionnaires/private-fund-v1.json' with { type: 'json' };
import suitability202602 from '#resources/suitability-2026-02.json' with { type: 'json' };
import { startOfDay } from '#core/base/time.ts';
import { readRules } from '#core/risk/read-rules.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { canonicalJson } from '#core/sync/canonical.ts';

/** Number 1 of everything that can be published, as it ships: what the first publication is compared to. */
export const shippedVersions: readonly Pick<
  RuleVersionFields,
  'kind' | 'name' | 'number' | 'effectiveFrom' | 'content'
>[] = [suitability202602, defaultV1, privateFundV1, contactPolicyV1, callScriptsV1].map((data) => {
  const read = readRules(data);
  if (!read.ok) throw new Error(read.error.join(' '));
  const { kind, name, effectiveFrom } = read.value;
  return { kind, name, number: 1, effectiveFrom: startOfDay(effectiveFrom), content: canonicalJson(data) };
});
