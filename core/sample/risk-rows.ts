import { addDays, addMonths, ageOn, businessDayOf, hourMs, startOfDay } from '#core/base/time.ts';
import { between, type SampleKit, type SampleRow } from '#core/sample/book.ts';
import type { Persona } from '#core/sample/persona.ts';
import { scoreSheet } from '#core/risk/score.ts';
import type { Sheet } from '#core/risk/sheet.ts';
import { sheetInUse as sheet } from '#core/risk/sheets.ts';

type Option = Sheet['questions'][number]['options'][number];

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
  const answers = Object.fromEntries(
    sheet.questions.map(({ key, options }) => [
      key,
      (key === sheet.ageQuestion ? optionOfAge(options, age) : leaningOption(options, lean, kit.random()))
        .key,
    ]),
  );
  const scored = scoreSheet(sheet, answers);
  if (!scored.ok) throw new Error('The sample answers every question of the sheet.');
  yield {
    entity: 'riskTest',
    id: kit.newId(),
    data: {
      clientId,
      managerId,
      sheetId: sheet.id,
      sheetVersion: sheet.version,
      answers,
      score: scored.value.score,
      level: scored.value.level,
      changedFrom: null,
      takenAt,
      validThrough: addMonths(takenOn, 12),
      heldBy: 'CLIENT',
      capacity: persona.capacity ?? 'FULL',
      truthDeclared: true,
      retestReason: null,
      flags: [...scored.value.flags],
      signaturePath: 'M60 120 C120 40 180 160 240 90 S360 60 420 130',
      voidedReason: null,
    },
  };
}

function optionOfAge(options: readonly Option[], age: number): Option {
  const fitting = options.find(({ ageFrom, ageTo }) => age >= (ageFrom ?? 0) && age <= (ageTo ?? Infinity));
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
