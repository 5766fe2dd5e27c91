import { os } from '#workstation/base.ts';
import { dialClient } from '#workstation/phone/dial.ts';
import { phoneAccountOf, phoneSettingsOf, savePhoneSettings } from '#workstation/phone/settings.ts';

export const phoneRouter = {
  dial: os.phone.dial.handler(({ input, context, errors }) => {
    const dialled = dialClient(context.station, input);
    if (dialled.ok) return dialled.value;
    const { error } = dialled;
    if (error.code === 'BLOCKED') throw errors.BLOCKED({ data: error.data });
    throw error.code === 'NO_NUMBER' ? errors.NO_NUMBER() : errors.NOT_FOUND();
  }),
  settings: os.phone.settings.handler(({ context }) => phoneSettingsOf(context.station)),
  saveSettings: os.phone.saveSettings.handler(({ input, context }) => savePhoneSettings(context, input)),
  account: os.phone.account.handler(({ context }) => phoneAccountOf(context)),
};
