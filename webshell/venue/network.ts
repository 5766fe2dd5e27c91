import type { VenueNetwork } from '#workstation/venue/network.ts';
import { announceHub, browseHubs, lanAddresses } from '#webshell/venue/discovery.ts';
import { callHub } from '#webshell/venue/hub-call.ts';
import { startHubServer } from '#webshell/venue/hub-server.ts';
import { makeIdentity, stretchedPin } from '#webshell/venue/identity.ts';

/** The venue's LAN on a real machine; both shells hand it to their workstation. `assetsDir` holds the built screen. */
export function venueNetwork(assetsDir: string): VenueNetwork {
  return {
    makeIdentity,
    pinOf: stretchedPin,
    serve: async ({ name, ...options }) => {
      const server = await startHubServer({ ...options, assetsDir });
      const mark = options.identity.fingerprint.slice(0, 16);
      const stopAnnouncing = await announceHub({ name, port: server.port, mark });
      return {
        port: server.port,
        close: async () => {
          await server.close();
          await stopAnnouncing();
        },
      };
    },
    addresses: lanAddresses,
    browse: browseHubs,
    call: callHub,
  };
}
