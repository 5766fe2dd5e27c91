import { signerFromSecret, type Signer } from '#central/rules/signing-key.ts';

/**
 * The key with which the centre signs what it takes out of a branch. It follows from the branch's secret: whoever can read
 * the database could write the rows as well.
 */
export function auditSigner(secret: Buffer): Signer {
  return signerFromSecret(secret, 'zhike sealed exports');
}
