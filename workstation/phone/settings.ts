import type { InferContractRouterInputs } from '@orpc/contract';
import type { PhoneSettingsView } from '#core/api/phone.ts';
import type { contract } from '#core/api/contract.ts';
import { hasSoftphone, originOfServer, type PhoneSettings } from '#core/calls/phone-settings.ts';
import { savePhone } from '#db/changes/phone-settings.ts';
import { readPhone } from '#db/queries/phone-settings.ts';
import type { SecretBox } from '#db/secret-box.ts';
import type { Host } from '#workstation/host.ts';
import type { Station } from '#workstation/station.ts';

/** Binds the sealed password to what it is for. */
const purpose = 'softphone password';

/** What these commands work with. */
interface PhoneDesk {
  readonly station: Station;
  readonly secrets: SecretBox;
  readonly host: Host;
}

/** Returns the settings as the screen may see them: without the password. */
export function phoneSettingsOf({ db }: Station): PhoneSettingsView {
  const { settings, sealedPassword, revision } = readPhone(db);
  return { ...settings, hasPassword: sealedPassword !== null, revision };
}

/** Keeps the settings; says whether the page must be loaded anew because its policy names another server. */
export function savePhoneSettings(
  { station, secrets, host }: PhoneDesk,
  { password, ...settings }: InferContractRouterInputs<typeof contract>['phone']['saveSettings'],
): { needsReload: boolean } {
  const before = readPhone(station.db);
  // A password belongs to one account at one server: it is not sent to another that somebody typed in.
  const isSame = before.settings.server === settings.server && before.settings.account === settings.account;
  const kept = isSame ? before.sealedPassword : null;
  const sealedPassword = password === undefined ? kept : secrets.seal(purpose, password);
  savePhone(station.db, {
    settings,
    sealedPassword: hasSoftphone(settings) ? sealedPassword : null,
    revision: before.revision + 1,
  });
  // No row that travels: the screens are only told to ask anew.
  station.live.publish('signal', { kind: 'rows', entities: [] });
  const origin = originOfServer(settings.server);
  const needsReload = host.phoneServer() !== origin;
  if (needsReload) host.setPhoneServer(origin);
  return { needsReload };
}

/** Returns what the softphone registers with; null where it is not set up, or the password cannot be opened. */
export function phoneAccountOf({
  station,
  secrets,
}: PhoneDesk): (PhoneSettings & { readonly password: string }) | null {
  const { settings, sealedPassword } = readPhone(station.db);
  if (!hasSoftphone(settings) || sealedPassword === null) return null;
  const password = secrets.open(purpose, sealedPassword);
  return password === null ? null : { ...settings, password };
}
