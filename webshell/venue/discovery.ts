import type { EventEmitter } from 'node:events';
import { networkInterfaces } from 'node:os';
import type { Service } from 'bonjour-service';
import type { FoundHub } from '#workstation/venue/network.ts';

/** How hubs are announced on the LAN: `_zhike-venue._tcp.local`. */
const serviceType = 'zhike-venue';
const mostFound = 20;
/** Asked again while looking: Wi-Fi loses multicast. */
const askAgainMs = 3_000;

/** A hub as it announces itself: nothing of the event, since everybody on the LAN reads it. */
export interface Announcement {
  readonly name: string;
  readonly port: number;
  /** The first 16 digits of the certificate's fingerprint. */
  readonly mark: string;
}

/** Announces a hub until stopped; where multicast is not to be had, nothing happens: the address can be typed. */
export async function announceHub({ name, port, mark }: Announcement): Promise<() => Promise<void>> {
  const bonjour = await openBonjour();
  // Its own name for the host too: that of the machine may be its owner's.
  bonjour.publish({
    name: `zhike-${mark}`,
    host: `zhike-${mark}.local`,
    type: serviceType,
    port,
    txt: { name, mark },
    probe: false,
    disableIPv6: true,
  });
  return () =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        bonjour.destroy(() => resolve());
      };
      const timer = setTimeout(end, 500);
      bonjour.unpublishAll(end);
    });
}

/** Looks for hubs until stopped. */
export function browseHubs(): { readonly found: () => FoundHub[]; readonly stop: () => void } {
  let services = (): readonly Service[] => [];
  let end = (): void => {};
  let isStopped = false;
  void openBonjour().then((bonjour) => {
    if (isStopped) return bonjour.destroy();
    const browser = bonjour.find({ type: serviceType });
    const timer = setInterval(() => browser.update(), askAgainMs);
    services = () => browser.services;
    end = () => {
      clearInterval(timer);
      browser.stop();
      bonjour.destroy();
    };
  });
  return {
    found: () => services().slice(0, mostFound).flatMap(hubOf),
    stop: () => {
      isStopped = true;
      end();
      end = () => {};
    },
  };
}

/** Returns this machine's IPv4 addresses on a LAN; those of real interfaces before those of tunnels and containers. */
export function lanAddresses(): string[] {
  const isVirtual = (name: string): boolean =>
    /^(?:docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|zt)/i.test(name);
  return Object.entries(networkInterfaces())
    .flatMap(([name, list]) => (list ?? []).map((one) => ({ ...one, rank: isVirtual(name) ? 1 : 0 })))
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .sort((a, b) => a.rank - b.rank)
    .map(({ address }) => address);
}

function hubOf({ txt, port, addresses, referer }: Service): FoundHub[] {
  const { name, mark } = (txt ?? {}) as { readonly name?: unknown; readonly mark?: unknown };
  // Whom the packet came from is where the hub can be reached from here; what it says of itself may be another network's.
  const host = referer?.address ?? addresses?.[0];
  if (typeof name !== 'string' || typeof mark !== 'string' || !host) return [];
  if (!/^[\da-f]{16}$/.test(mark) || port < 1 || port > 65_535) return [];
  return [{ name: name.slice(0, 60), host, port, mark }];
}

async function openBonjour() {
  const { default: Bonjour } = await import('bonjour-service');
  const bonjour = new Bonjour({}, () => {});
  const { mdns } = (bonjour as unknown as { readonly server: { readonly mdns: EventEmitter } }).server;
  // A port that is taken, a machine without multicast: there is nothing to be found, and nothing to break.
  mdns.on('error', () => {});
  // What hostile packets make the library throw ends here and not with the process.
  const emit = mdns.emit.bind(mdns);
  mdns.emit = (name, ...values) => {
    try {
      return emit(name, ...values);
    } catch {
      return true;
    }
  };
  return bonjour;
}
