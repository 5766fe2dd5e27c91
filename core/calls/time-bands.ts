import { minuteMs, minuteOfDay, type Instant } from '#core/base/time.ts';
import type { CallRules } from '#core/calls/dispositions.ts';
import { nextOpening, type Hours, type IsWorkday, type Window } from '#core/consent/hours.ts';

export type Band = CallRules['bands'][number]['code'];
type Bands = CallRules['bands'];

/** Returns the band of the day a call falls in; null in the noon break and at night. */
export function bandAt(bands: Bands, at: Instant): Band | null {
  const minute = minuteOfDay(at);
  return bands.find(({ window: [from, to] }) => minute >= from && minute < to)?.code ?? null;
}

/**
 * Returns when to try again: not before `earliest`, in opening hours, in a band not tried yet;
 * when every band was tried, in any band but the last one's (S0.12). Null when nothing opens within 40 days.
 */
export function nextAttemptAt(
  plan: { readonly earliest: Instant; readonly tried: readonly Instant[]; readonly otherBand: boolean },
  bands: Bands,
  opening: { readonly hours: Hours; readonly isWorkday: IsWorkday },
): Instant | null {
  const { hours, isWorkday } = opening;
  if (!plan.otherBand) return nextOpening(hours, plan.earliest, isWorkday);
  const excluded = excludedBands(bands, plan.tried);
  const allowed = bands.filter(({ code }) => !excluded.has(code)).map(({ window }) => window);
  const within: Hours = { workday: cut(hours.workday, allowed), restDay: cut(hours.restDay, allowed) };
  return nextOpening(within, roundUp(plan.earliest), isWorkday);
}

function excludedBands(bands: Bands, tried: readonly Instant[]): ReadonlySet<Band | null> {
  const used = new Set(tried.map((at) => bandAt(bands, at)));
  const isEveryBandUsed = bands.every(({ code }) => used.has(code));
  const last = tried.length > 0 ? bandAt(bands, Math.max(...tried)) : null;
  return isEveryBandUsed ? new Set([last]) : used;
}

function cut(windows: readonly Window[], allowed: readonly Window[]): Window[] {
  return windows.flatMap(([from, to]) =>
    allowed
      .map(([opens, closes]): Window => [Math.max(from, opens), Math.min(to, closes)])
      .filter(([opens, closes]) => opens < closes),
  );
}

function roundUp(at: Instant): Instant {
  return Math.ceil(at / minuteMs) * minuteMs;
}
