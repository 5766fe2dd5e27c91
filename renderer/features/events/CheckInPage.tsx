/** Placeholder until the feature lands. */
export function CheckInPage(_props: { readonly eventId: string }) {
  return null;
}
