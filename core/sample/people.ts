import { z } from 'zod';
import people from '#resources/sample-book/people.json' with { type: 'json' };
import { between, pick, pickWeighted, type SampleKit } from '#core/sample/book.ts';

const weighted = z.array(z.tuple([z.string(), z.number()]));

const lists = z
  .object({
    surnames: weighted,
    given: z.object({ F: z.array(z.string()), M: z.array(z.string()) }),
    cities: weighted,
    occupations: z.array(z.string()),
    sources: weighted,
    phonePrefixes: z.array(z.string()),
    tags: z.array(z.string()),
    notes: z.array(z.string()),
    callNotes: z.array(z.string()),
    events: z.record(
      z.enum(['today', 'past', 'measured', 'next', 'talk']),
      z.object({ title: z.string(), venue: z.string(), agenda: z.string() }),
    ),
  })
  .parse(people);

/** The lists of invented particulars that the sample book draws from. */
export const sampleLists = lists;

/** Returns an invented person. The phone lies in a range no carrier has been given; `serial` keeps it unique. */
export function inventPerson(
  kit: SampleKit,
  serial: number,
): { name: string; gender: 'F' | 'M'; phone: string; city: string; occupation: string; source: string } {
  const { random } = kit;
  const gender = random() < 0.52 ? 'F' : 'M';
  return {
    name: pickWeighted(random, lists.surnames) + pick(random, lists.given[gender]),
    gender,
    phone: inventPhone(serial, between(random, 0, 9999)),
    city: pickWeighted(random, lists.cities),
    occupation: pick(random, lists.occupations),
    source: pickWeighted(random, lists.sources),
  };
}

/**
 * Returns an E.164 number in an unassigned range. Serials never share a number: ten thousand middles a prefix,
 * and each further round of prefixes takes tails of its own.
 */
export function inventPhone(serial: number, chance: number): string {
  const block = Math.floor(serial / 10_000);
  const round = Math.floor(block / lists.phonePrefixes.length) % 20;
  const prefix = lists.phonePrefixes[block % lists.phonePrefixes.length];
  const middle = String((serial * 7919) % 10_000).padStart(4, '0');
  const tail = String((((chance % 500) * 20 + round) * 7919 + 4321) % 10_000).padStart(4, '0');
  return `+86${prefix}${middle}${tail}`;
}
