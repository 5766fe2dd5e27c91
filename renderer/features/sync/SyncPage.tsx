/** Placeholder until the feature lands. */
export function SyncPage() {
  return null;
}
