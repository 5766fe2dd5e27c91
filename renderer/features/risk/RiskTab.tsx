/** Placeholder until the feature lands. */
export function RiskTab(_props: { readonly clientId: string }) {
  return null;
}
