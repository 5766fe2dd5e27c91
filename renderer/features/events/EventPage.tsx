/** Placeholder until the feature lands. */
export function EventPage(_props: { readonly eventId: string }) {
  return null;
}
