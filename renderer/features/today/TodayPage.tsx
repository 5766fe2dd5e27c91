/** Placeholder until the feature lands. */
export function TodayPage() {
  return null;
}
