/** Placeholder until the feature lands. */
export function ProductsPage() {
  return null;
}
