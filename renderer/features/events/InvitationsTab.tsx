/** Placeholder until the feature lands. */
export function InvitationsTab(_props: { readonly clientId: string }) {
  return null;
}
