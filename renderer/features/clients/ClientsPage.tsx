/** Placeholder until the feature lands. */
export function ClientsPage() {
  return null;
}
