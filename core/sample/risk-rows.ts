import { addDays, addMonths, ageOn, businessDayOf, hourMs, startOfDay } from '#core/base/time.ts';
import { between, type SampleKit, type SampleRow } from '#core/sample/book.ts';
import type { Persona } from '#core/sample/persona.ts';
import sheet from '#resources/questionnaires/default-v1.json' with { type: 'json' };

interface Option {
  readonly key: string;
  readonly points: number;
  readonly ageFrom?: number;
  readonly ageTo?: number | null;
}

/** The client's latest risk test: answers that lean to the persona's appetite, scored by the sheet. */
export function* riskTestRows(
  kit: SampleKit,
  clientId: string,
  persona: Persona,
  managerId: string,
): Generator<SampleRow> {
  const takenAt =
    startOfDay(addDays(kit.today, -persona.testedDaysAgo)) + between(kit.random, 9, 17) * hourMs;
  const takenOn = businessDayOf(takenAt);
  const age = persona.birthDay ? ageOn(persona.birthDay, takenOn) : 40;
  const lean = ((persona.riskAppetite ?? 2) + 0.5) / 5;
  const chosen = sheet.questions.map(({ key, options }): readonly [string, Option] => [
    key,
    key === sheet.ageQuestion ? optionOfAge(options, age) : leaningOption(options, lean, kit.random()),
  ]);
  const score = chosen.reduce((sum, [, option]) => sum + option.points, 0);
  yield {
    entity: 'riskTest',
    id: kit.newId(),
    data: {
      clientId,
      managerId,
      sheetId: sheet.id,
      sheetVersion: sheet.version,
      answers: Object.fromEntries(chosen.map(([key, option]) => [key, option.key])),
      score,
      level: sheet.bands.find(({ from, to }) => score >= from && score <= to)?.level,
      changedFrom: null,
      takenAt,
      validThrough: addMonths(takenOn, 12),
      heldBy: 'CLIENT',
      capacity: persona.capacity ?? 'FULL',
      truthDeclared: true,
      retestReason: null,
      flags: [],
      signaturePath: 'M60 120 C120 40 180 160 240 90 S360 60 420 130',
      voidedReason: null,
    },
  };
}

function optionOfAge(options: readonly Option[], age: number): Option {
  const fitting = options.find(({ ageFrom = 0, ageTo }) => age >= ageFrom && age <= (ageTo ?? Infinity));
  return fitting ?? leaningOption(options, 0, 0);
}

/** The option whose points stand nearest to the appetite's share of the most this question gives. */
function leaningOption(options: readonly Option[], lean: number, chance: number): Option {
  const most = Math.max(...options.map(({ points }) => points));
  const aim = most * Math.min(1, Math.max(0, lean + (chance - 0.5) * 0.3));
  return options.reduce((best, option) =>
    Math.abs(option.points - aim) < Math.abs(best.points - aim) ? option : best,
  );
}
