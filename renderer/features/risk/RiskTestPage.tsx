/** Placeholder until the feature lands. */
export function RiskTestPage(_props: { readonly clientId: string }) {
  return null;
}
