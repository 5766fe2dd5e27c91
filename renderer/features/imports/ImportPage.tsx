/** Placeholder until the feature lands. */
export function ImportPage() {
  return null;
}
