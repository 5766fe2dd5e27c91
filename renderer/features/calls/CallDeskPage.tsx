/** Placeholder until the feature lands. */
export function CallDeskPage() {
  return null;
}
