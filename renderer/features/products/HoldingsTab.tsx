/** Placeholder until the feature lands. */
export function HoldingsTab(_props: { readonly clientId: string }) {
  return null;
}
