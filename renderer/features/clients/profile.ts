import type { client } from '#renderer/lib/api.ts';

/** A client's profile as the workstation answers it. */
export type Profile = Awaited<ReturnType<typeof client.clients.get>>;
