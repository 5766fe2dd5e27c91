import { z } from 'zod';
import rawPolicy from '#resources/passphrase-policy.json' with { type: 'json' };

const policySchema = z.object({
  version: z.int().positive(),
  effectiveFrom: z.string(),
  source: z.string(),
  minLength: z.int().min(8),
  common: z.array(z.string()),
});

const policy = policySchema.parse(rawPolicy);
const common = new Set(policy.common);

/** Returns the one form a passphrase is judged and sealed in, so that input methods and keyboards do not matter. */
export function normalisePassphrase(text: string): string {
  return text.normalize('NFKC');
}

/** Returns why a passphrase may not protect a book, or null when it may ([ST4]). */
export function weaknessOf(passphrase: string): 'TOO_SHORT' | 'TOO_COMMON' | null {
  const normal = normalisePassphrase(passphrase);
  const characters = [...normal];
  if (characters.length < policy.minLength) return 'TOO_SHORT';
  const plain = normal.toLowerCase().replaceAll(/\s/g, '');
  return common.has(plain) || isRepetition(plain) || isRun(plain) ? 'TOO_COMMON' : null;
}

/** True when a short piece is merely repeated: 88888888, abababab, 123123123. */
function isRepetition(text: string): boolean {
  for (let size = 1; size <= Math.min(3, text.length / 2); size += 1) {
    if (text.length % size === 0 && text.slice(0, size).repeat(text.length / size) === text) return true;
  }
  return false;
}

/** True when each character follows its neighbour: 12345678, 87654321, abcdefgh. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let index = 1; index < text.length; index += 1) {
    steps.add(text.charCodeAt(index) - text.charCodeAt(index - 1));
  }
  const [step] = steps;
  return steps.size === 1 && (step === 1 || step === -1);
}
