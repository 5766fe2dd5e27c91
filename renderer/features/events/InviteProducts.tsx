import { List } from '@mantine/core';
import type { Outcome } from '#renderer/features/events/InviteOutcome.tsx';
import { NamedProducts } from '#renderer/features/risk/NamedProducts.tsx';

type Guest = Pick<Outcome['invited'][number] | Outcome['skipped'][number], 'clientId' | 'name' | 'products'>;

interface Props {
  readonly guests: readonly Guest[];
  readonly most: number;
}

/** Guest by guest, the products of a talk that were refused or ask for steps first, each with its article. */
export function InviteProducts({ guests, most }: Props) {
  return (
    <List size="sm" spacing={4} data-testid="invite-products">
      {guests.slice(0, most).map(({ clientId, name, products }) => (
        <List.Item key={clientId}>
          {name ?? '—'}
          <NamedProducts products={products} />
        </List.Item>
      ))}
    </List>
  );
}
