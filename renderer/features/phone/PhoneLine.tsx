import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { setUpPhone, shutDownPhone } from '#renderer/features/phone/phone-store.ts';
import { api, client } from '#renderer/lib/api.ts';

/** Keeps the line to the telephone server while the session is open, and closes it with it. */
export function PhoneLine() {
  const { data } = useQuery(api.phone.settings.queryOptions());
  const { way, prefix, server, account, display, hasPassword } = data ?? {};
  useEffect(() => {
    if (way === undefined) return;
    const isSet = Boolean(server && account && hasPassword);
    void (async () => {
      const known = isSet ? await client.phone.account() : null;
      await setUpPhone({ way, prefix: prefix ?? '' }, known);
    })();
  }, [way, prefix, server, account, display, hasPassword]);
  useEffect(() => shutDownPhone, []);
  return null;
}
