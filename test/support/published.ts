import { signedText, type RuleVersionFields } from '#core/risk/rule-version.ts';
import { shelfContent, shelfName, type ShelvedProduct } from '#core/risk/shelf-version.ts';
import { scopeOf, type Entity } from '#core/sync/entities.ts';
import { throughGate } from '#db/gate.ts';
import { ruleVersions } from '#db/queries/rule-versions.ts';
import { writeRow } from '#db/rows.ts';
import { firstSigner, type Signer } from '#central/rules/signing-key.ts';
import { readEnrolment, saveEnrolment } from '#workstation/session/enrolment.ts';
import type { Station } from '#workstation/station.ts';

/** The key of the institution that tests publish as. */
export const testSigner = firstSigner(Buffer.alloc(32, 5));

/** Enrols a test's station on paper: it believes what `ruleKey` signs; null: it pinned no key. */
export function enrolOnPaper({ db, me }: Station, ruleKey: string | null = testSigner.publicKey): void {
  const { tenantId, deviceId, deviceName, managerId, managerName, branchName } = me;
  const centre = { centralUrl: 'http://localhost', deviceToken: 't', epoch: 'e', ruleKey };
  saveEnrolment(db, { tenantId, deviceId, deviceName, managerId, managerName, branchName, ...centre });
}

/** Puts a row into a store as the centre confirmed it; of a product also the signed version of the shelf. */
export function confirmed(
  station: Station,
  entity: Entity,
  id: string,
  data: Readonly<Record<string, unknown>>,
): void {
  const row = entity === 'product' ? { cover: 'PERSONAL', ...data } : data;
  const state = { scope: scopeOf(entity, id, row), seq: 1, hashHi: 0, hashLo: 0 };
  throughGate(station.db, () => writeRow(station.db, entity, id, row, state));
  if (entity === 'product') shelve(station, { ...row, id } as unknown as ShelvedProduct);
}

/** Puts a version into the store as its signer published it, signed for this station's branch; returns it. */
export function publishedVersion(
  station: Station,
  version: Omit<RuleVersionFields, 'signature'>,
  signer: Signer = testSigner,
): RuleVersionFields {
  const signed = { ...version, signature: signer.sign(signedText(station.me.tenantId, version)) };
  confirmed(station, 'ruleVersion', station.newId(), signed);
  return signed;
}

function shelve(station: Station, product: ShelvedProduct): void {
  if (!readEnrolment(station.db)) enrolOnPaper(station);
  const known = ruleVersions(station.db).filter(({ kind }) => kind === 'SHELF');
  const dated = { number: known.length + 1, effectiveFrom: 0, publishedAt: 0 };
  const content = shelfContent(dated, [product]);
  publishedVersion(station, { kind: 'SHELF', name: shelfName, ...dated, content });
}
