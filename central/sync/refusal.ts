import type { RefusalCode } from '#core/sync/protocol.ts';

/** Why one mutation cannot be taken. `detail` names fields and rules, never values. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly detail: string;

  constructor(code: RefusalCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}
