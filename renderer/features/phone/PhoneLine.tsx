import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { setUpPhone, shutDownPhone } from '#renderer/features/phone/phone-store.ts';
import { api, client } from '#renderer/lib/api.ts';

/** Keeps the line to the telephone server while the session is open, and closes it with it. */
export function PhoneLine() {
  const { data } = useQuery(api.phone.settings.queryOptions());
  const { way, prefix = '', hasPassword, revision } = data ?? {};
  useEffect(() => {
    if (way === undefined) return;
    void (async () => {
      const account = way === 'SIP' && hasPassword ? await client.phone.account() : null;
      await setUpPhone({ way, prefix }, account);
    })();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new revision is a new password: connect anew
  }, [way, prefix, hasPassword, revision]);
  useEffect(() => shutDownPhone, []);
  return null;
}
