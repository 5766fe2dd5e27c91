import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { investorFactFields } from '#core/risk/investor-fact.ts';
import { investorFields } from '#core/risk/investor.ts';
import { bookField } from '#core/risk/suitability.ts';
import { dayField, fenField, idField, instantField } from '#core/sync/fields.ts';

const aboutClient = z.object({ clientId: idField });

const fact = investorFactFields.extend({
  id: idField,
  isWaiting: z.boolean(),
  recorderName: z.string().nullable(),
  /** Whether it is what verdicts are told now, and if not, why. */
  state: z.enum(['COUNTS', 'EXPIRED', 'WITHDRAWN', 'REPLACED']),
  /** Last day on which it counts; null = for good. */
  countsThrough: dayField.nullable(),
});

const given = investorFactFields.omit({ recordedBy: true, recordedAt: true, retainUntil: true }).extend({
  /** Takes the fact of this kind back: said, never guessed from an empty value. */
  takesBack: z.boolean().default(false),
});

/** What a client proved or told as an investor, and what follows from it. */
export const riskInvestorContract = {
  investor: procedure.input(aboutClient).output(
    z.object({
      facts: z.array(fact),
      investor: investorFields.nullable(),
      householdIncomeFen: fenField.nullable(),
      budgetFen: fenField.nullable(),
      changedAt: instantField.nullable(),
      /** By which article the client is a professional investor of the CSRC side; null = ordinary. Under NFRA 27 nobody is. */
      professionalBy: z.object({ book: bookField, article: z.string() }).nullable(),
      /** Qualified for private products in general and for private funds; null = not proved either way. */
      isQualified: z.boolean().nullable(),
      isQualifiedForFunds: z.boolean().nullable(),
    }),
  ),
  /** Records a fact, or takes one back by recording it without a value. A reported change makes a task to test anew. */
  recordFact: procedure
    .errors({
      INCOMPLETE_FACT: { message: 'Something is missing.', data: z.object({ faults: z.array(z.string()) }) },
      BAD_SIGNATURE: { message: 'The signature is missing or not a drawing.' },
      NOTHING_ASKED: { message: 'There is no request of the client that could be decided.' },
    })
    .input(given)
    .output(z.object({ factId: idField })),
};
