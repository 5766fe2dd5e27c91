import type { Agenda } from '#test/sim/agenda.ts';
import { hashText } from '#test/sim/random.ts';
import type { LineEvents, OpenLine } from '#workstation/sync/live-line.ts';

/** The lines on which the centre tells machines of news: some machines have none, some words get lost. */
export class Pokes {
  private readonly agenda: Agenda;
  private readonly seed: number;
  private readonly isCut: (name: string) => boolean;
  private readonly open = new Map<LineEvents, string>();
  private count = 0;

  constructor(agenda: Agenda, seed: number, isCut: (name: string) => boolean) {
    this.agenda = agenda;
    this.seed = seed;
    this.isCut = isCut;
  }

  /** Returns how a machine opens its line; undefined for one that can only ask. */
  lineOf(name: string): OpenLine | undefined {
    if (hashText(`line ${this.seed} ${name}`) % 10 < 4) return undefined;
    return (events) => {
      if (this.isCut(name)) this.agenda.plan(5, events.onClose);
      else {
        this.open.set(events, name);
        this.agenda.plan(5, events.onOpen);
      }
      return () => void this.open.delete(events);
    };
  }

  /** Tells every machine that is listening that the centre has come to a number. */
  poke(seq: number): void {
    for (const [events, name] of this.open) {
      this.count += 1;
      const chance = hashText(`poke ${this.seed} ${this.count}`);
      if (this.isCut(name)) {
        this.open.delete(events);
        this.agenda.plan(5, events.onClose);
      } else if (chance % 10 > 0) this.agenda.plan(2 + (chance % 30), () => events.onNews(seq));
    }
  }
}
