import { z } from 'zod';
import { stages } from '#core/lifecycle/stage.ts';
import { fenField, idField, levelField, tierField } from '#core/sync/fields.ts';

/** A level that counts, one that has run out, or none at all. */
export const levelChoice = z.enum([...levelField.options, 'EXPIRED', 'NONE']);
export type LevelChoice = z.infer<typeof levelChoice>;

/** Which clients a list shows. Every given condition must hold; within one, any of its values. */
export const clientFilter = z.object({
  /** As typed into the search: characters, pinyin, initials, phone digits. */
  text: z.string().max(100).optional(),
  stages: z.array(z.enum(stages)).optional(),
  tiers: z.array(tierField).optional(),
  levels: z.array(levelChoice).optional(),
  tags: z.array(z.string().max(40)).optional(),
  cities: z.array(z.string().max(60)).optional(),
  owners: z.array(idField).optional(),
  isBlocked: z.boolean().optional(),
  hasPhone: z.boolean().optional(),
  minAumFen: fenField.optional(),
  maxAumFen: fenField.optional(),
});
export type ClientFilter = z.infer<typeof clientFilter>;

/** What a list of clients may be ordered by. */
export const clientSortKeys = [
  'aum',
  'name',
  'churn',
  'lastContact',
  'goldenDaysLeft',
  'completeness',
] as const;

export const clientSort = z.object({ by: z.enum(clientSortKeys), descending: z.boolean() });
export type ClientSort = z.infer<typeof clientSort>;
