/** A client as the search palette shows it. */
export interface FoundClient {
  readonly id: string;
  readonly name: string;
  readonly phoneMasked: string | null;
  readonly tier: string;
  readonly stage: string;
}

/** Placeholder until the feature lands: finds clients while the user types. */
export function useClientSearch(_text: string): readonly FoundClient[] {
  return [];
}
