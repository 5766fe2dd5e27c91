import { scopeOf } from '#core/sync/entities.ts';
import { isKnownMutation, type Mutation } from '#core/sync/protocol.ts';
import { keyOf } from '#central/store/shapes.ts';
import { isScopeRoot } from '#central/sync/schema.ts';

/**
 * What one push holds back because its program is newer than this centre. Whatever comes after and touches the same
 * rows, or hangs on a client or event that is held, waits too: out of order it would be refused or merged wrongly.
 */
export class Held {
  private readonly keys = new Map<string, string>();
  private readonly scopes = new Map<string, string>();

  /** Holds the mutations of a group. */
  add(group: readonly Mutation[]): void {
    for (const mutation of group) {
      this.keys.set(keyOf(mutation), mutation.mid);
      const isNewScope = mutation.op === 'create' && isScopeRoot(mutation);
      if (isNewScope) this.scopes.set(scopeOf(mutation.entity, mutation.id, mutation.patch), mutation.mid);
    }
  }

  /** Returns the mid of the held mutation that this one must wait for, if any. */
  waitsFor(mutation: Mutation): string | undefined {
    const byRow = this.keys.get(keyOf(mutation));
    if (byRow !== undefined || this.scopes.size === 0) return byRow;
    if (mutation.op !== 'create' || !isKnownMutation(mutation)) return undefined;
    return this.scopes.get(scopeOf(mutation.entity, mutation.id, mutation.patch));
  }
}
