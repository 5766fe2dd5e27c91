/** Placeholder until the feature lands. */
export function EventsPage() {
  return null;
}
