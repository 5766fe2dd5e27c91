import { z } from 'zod';
import { contactVerdict } from '#core/api/calls.ts';
import { procedure } from '#core/api/procedure.ts';
import { clientFields } from '#core/clients/client.ts';
import { questionCodes } from '#core/clients/completeness.ts';
import { clientFilter, clientSort } from '#core/clients/filter.ts';
import { timelineCursor, timelineEntry, timelineFilter } from '#core/clients/timeline.ts';
import { churnCodes } from '#core/lifecycle/churn.ts';
import { stages } from '#core/lifecycle/stage.ts';
import {
  channelField,
  dayField,
  fenField,
  idField,
  instantField,
  levelField,
  purposeField,
  tierField,
} from '#core/sync/fields.ts';

const one = z.object({ id: idField });
const stage = z.enum(stages);
const tagName = z.string().trim().min(1).max(40);
const { shape } = clientFields;

const foundClient = z.object({
  id: idField,
  name: z.string(),
  phoneMasked: z.string().nullable(),
  tier: tierField,
  city: z.string().nullable(),
  stage,
  aumFen: fenField,
  isBlocked: z.boolean(),
  lastContactAt: instantField.nullable(),
  matchedBy: z.enum(['NAME', 'PINYIN', 'INITIALS', 'PHONE']),
});

/** Where a client stands, as derived of the rows: the same in the list and on the client's page. */
const standing = {
  stage,
  goldenDaysLeft: z.int().nullable(),
  level: levelField.nullable(),
  levelThrough: dayField.nullable(),
  /** The day of the reported change that ended the level before its time. */
  levelEndedOn: dayField.nullable(),
  isLevelExpired: z.boolean(),
  aumFen: fenField,
  churnScore: z.int(),
  lastContactAt: instantField.nullable(),
  nextTaskAt: instantField.nullable(),
  isBlocked: z.boolean(),
  completeness: z.int(),
};

const listedClient = z.object({
  id: idField,
  name: z.string(),
  phoneMasked: z.string().nullable(),
  tier: tierField,
  city: z.string().nullable(),
  ownerName: z.string().nullable(),
  ...standing,
  tags: z.array(z.string()),
});

const churnReason = z.object({ code: z.enum(churnCodes), points: z.int(), value: z.number() });

const profile = z.object({
  id: idField,
  client: clientFields.omit({ phone: true }),
  phoneMasked: z.string().nullable(),
  ownerName: z.string().nullable(),
  isMine: z.boolean(),
  /** A change of this client waits to be uploaded. */
  isPending: z.boolean(),
  /** Differs after every change of the client's own row: what was shown of it before is old then. */
  revision: z.string(),
  ...standing,
  churnReasons: z.array(churnReason),
  lastReachedAt: instantField.nullable(),
  lastLoginAt: instantField.nullable(),
  lastTradeAt: instantField.nullable(),
  nextMaturityOn: dayField.nullable(),
  nextQuestion: z.enum(questionCodes).nullable(),
  tags: z.array(
    z.object({
      id: idField,
      name: z.string(),
      setByName: z.string().nullable(),
      setAt: instantField,
      expiresAt: instantField.nullable(),
      isPending: z.boolean(),
    }),
  ),
});

const consentEntry = z.object({
  id: idField,
  channel: channelField.nullable(),
  purpose: purposeField.nullable(),
  given: z.boolean(),
  evidence: z.string(),
  recordedByName: z.string().nullable(),
  recordedAt: instantField,
  expiresAt: instantField.nullable(),
  isPending: z.boolean(),
});

/** Fields a manager may correct; the phone as typed. */
const correction = z
  .object({
    name: shape.name.trim(),
    phone: z.string().max(60).nullable(),
    gender: shape.gender,
    birthDay: shape.birthDay,
    city: shape.city,
    tier: tierField,
    occupation: shape.occupation,
    incomeBand: shape.incomeBand,
    otherPlatforms: shape.otherPlatforms,
    capacity: shape.capacity,
  })
  .partial();

const corrected = procedure.errors({
  INVALID_PHONE: {
    message: 'This is no phone number.',
    data: z.object({
      problem: z.enum(['EMPTY', 'LETTERS', 'DIGITS_LOST', 'EXTENSION', 'LENGTH', 'FAKE', 'UNKNOWN']),
    }),
  },
  INVALID_BIRTH_DAY: { message: 'This day does not exist or lies ahead.' },
});

const view = z.object({ name: z.string().trim().min(1).max(40), filter: clientFilter, sort: clientSort });
const count = z.object({ name: z.string(), count: z.int() });

/** Finding, listing, knowing and correcting clients. Phones are masked; `revealPhone` shows one and logs it. */
export const clientsContract = {
  /** For the palette and pickers: best matches while typing. */
  search: procedure
    .input(z.object({ text: z.string().max(100), limit: z.int().min(1).max(100).default(20) }))
    .output(z.array(foundClient)),
  list: procedure
    .input(
      z.object({
        filter: clientFilter,
        sort: clientSort,
        offset: z.int().min(0),
        limit: z.int().min(1).max(500),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(listedClient) })),
  /** The clients of a filter, for invitations and bulk work; at most `limit` of `total`. */
  ids: procedure
    .input(
      z.object({
        filter: clientFilter,
        sort: clientSort.default({ by: 'aum', descending: true }),
        limit: z.int().min(1).max(50_000).default(5000),
      }),
    )
    .output(z.object({ total: z.int(), ids: z.array(idField) })),
  /** What filters can choose from. */
  choices: procedure.output(
    z.object({
      cities: z.array(count),
      tags: z.array(count),
      owners: z.array(z.object({ id: idField, name: z.string() })),
    }),
  ),
  get: procedure.input(one).output(profile),
  timeline: procedure
    .input(
      z.object({
        id: idField,
        before: timelineCursor.optional(),
        limit: z.int().min(1).max(500).default(100),
        filter: timelineFilter.optional(),
      }),
    )
    .output(z.object({ entries: z.array(timelineEntry), next: timelineCursor.nullable() })),
  /** What is left of the client's contact budget on each channel, and whether marketing there is open now. */
  budget: procedure.input(one).output(
    z.object({
      now: instantField,
      lines: z.array(
        z.object({
          channel: channelField,
          today: z.int().nullable(),
          week: z.int().nullable(),
          month: z.int().nullable(),
          verdict: contactVerdict,
        }),
      ),
    }),
  ),
  correct: corrected
    .input(z.object({ id: idField, patch: correction }))
    /** Other clients with the same phone, which may be the same person. */
    .output(z.object({ samePhone: z.array(z.object({ id: idField, name: z.string() })) })),
  create: corrected
    .errors({
      PHONE_TAKEN: {
        message: 'A client with this phone is on file.',
        data: z.object({ id: idField, name: z.string() }),
      },
    })
    .input(
      correction.extend({
        name: shape.name.trim(),
        source: shape.source,
        lawfulBasis: shape.lawfulBasis,
        /** Create although the phone is on file: two people may share one. */
        isSharedPhone: z.boolean().default(false),
      }),
    )
    .output(one),
  addTag: procedure
    .input(z.object({ id: idField, name: tagName, expiresAt: instantField.nullable().default(null) }))
    .output(z.object({ added: z.int() })),
  bulkTag: procedure
    .input(z.object({ ids: z.array(idField).min(1).max(50_000), name: tagName }))
    .output(z.object({ added: z.int() })),
  removeTag: procedure.input(z.object({ tagId: idField })),
  tagSuggestions: procedure.input(z.object({ text: z.string().max(40) })).output(z.array(count)),
  addNote: procedure.input(z.object({ id: idField, text: z.string().trim().min(1).max(4000) })),
  revealPhone: procedure
    .input(z.object({ id: idField, reason: z.enum(['DIAL', 'CHECK']) }))
    .output(z.object({ phone: z.string().nullable() })),
  consents: procedure.input(one).output(z.array(consentEntry)),
  recordConsent: procedure
    .input(
      z.object({
        id: idField,
        channel: channelField.nullable(),
        purpose: purposeField.nullable(),
        given: z.boolean(),
        /** How it is known: where, when, in whose words. */
        evidence: z.string().trim().min(1).max(4000),
        expiresAt: instantField.nullable().default(null),
      }),
    )
    .output(one),
  /** Saved views of the list: kept on this device. */
  views: procedure.output(z.array(view)),
  saveView: procedure.input(view),
  removeView: procedure.input(z.object({ name: z.string() })),
};
