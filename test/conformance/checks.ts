import { deviceChecks } from '#test/conformance/checks-devices.ts';
import { doorChecks } from '#test/conformance/checks-doors.ts';
import { liveChecks } from '#test/conformance/checks-live.ts';
import { mergingChecks } from '#test/conformance/checks-merging.ts';
import { provingChecks } from '#test/conformance/checks-proving.ts';
import { countingChecks, pushingChecks } from '#test/conformance/checks-pushing.ts';
import { readingChecks } from '#test/conformance/checks-reading.ts';
import { scopeChecks } from '#test/conformance/checks-scopes.ts';
import type { Check } from '#test/conformance/world.ts';

/** What a centre must keep of docs/protocol.md, part by part. A restore (`EPOCH_CHANGED`) cannot be tried from outside. */
export const parts: Readonly<Record<string, readonly Check[]>> = {
  doors: doorChecks,
  reading: readingChecks,
  scopes: scopeChecks,
  pushing: pushingChecks,
  counting: countingChecks,
  merging: mergingChecks,
  proving: provingChecks,
  devices: deviceChecks,
  live: liveChecks,
};
