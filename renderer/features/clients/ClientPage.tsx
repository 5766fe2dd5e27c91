/** Placeholder until the feature lands. */
export function ClientPage(_props: { readonly clientId: string }) {
  return null;
}
