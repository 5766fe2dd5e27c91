import type { RefusalCode } from '#core/sync/protocol.ts';

/** Why one mutation cannot be taken. `detail` names fields and rules, never values. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly detail: string;
  /** True when the row does not have the shape this program knows: a newer program may know another. */
  readonly isShape: boolean;

  constructor(code: RefusalCode, detail: string, { isShape = false } = {}) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.isShape = isShape;
  }
}
