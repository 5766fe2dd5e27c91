import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { venueHandOverContract } from '#core/api/venue-hand-over.ts';
import { idField, instantField } from '#core/sync/fields.ts';
import { visitorKinds } from '#core/venue/pairing.ts';
import { deskStatus } from '#core/venue/venue-status.ts';

const invitation = z.object({
  secret: z.string(),
  expiresAt: instantField,
});

/** Who is at this hub, for the host's eyes. */
const visitor = z.object({
  sessionId: z.string(),
  kind: z.enum(visitorKinds),
  name: z.string(),
  pairedAt: instantField,
  /** Null until it was heard of since this hub was started. */
  lastContactAt: instantField.nullable(),
  /** Silent for longer than a desk within reach ever is. */
  isQuiet: z.boolean(),
  /** Entries of theirs that this hub has taken since it was started. */
  handedOn: z.int(),
});

const refusal = z.object({
  /** Its address on the LAN. */
  from: z.string(),
  reason: z.string(),
  count: z.int(),
  firstAt: instantField,
  lastAt: instantField,
});

const hubView = z.object({
  port: z.int(),
  /** This machine's addresses on a LAN, most likely first. */
  addresses: z.array(z.string()),
  /** SHA-256 of the certificate, 64 hexadecimal digits. */
  fingerprint: z.string(),
  openedAt: instantField,
  /** `code` is typed where the QR code cannot be scanned. */
  forDesks: invitation.extend({ code: z.string() }),
  forStewards: invitation,
  visitors: z.array(visitor),
  refusals: z.array(refusal),
});
export type HubView = z.infer<typeof hubView>;

/** Why a call to a hub failed, by code: a refusal of the hub, or of the network. */
const problem = z.string();

const deskView = z.object({
  hubName: z.string(),
  host: z.string(),
  port: z.int(),
  standing: deskStatus,
  /** More exact than `standing.problem`; null while connected. */
  problem: problem.nullable(),
});
export type DeskView = z.infer<typeof deskView>;

const venueStatus = z.object({
  /** This workstation is the hub of the event asked about. */
  hub: hubView.nullable(),
  /** It is a desk at another's hub of the event asked about. */
  desk: deskView.nullable(),
  /** It is busy with another event. */
  elsewhere: z.object({ eventId: z.string(), title: z.string(), isHub: z.boolean() }).nullable(),
});
export type VenueStatus = z.infer<typeof venueStatus>;

const venue = procedure.errors({
  /** This shell has no network to offer. */
  NO_VENUE: { message: 'This workstation cannot open a hub or join one.' },
  /** It is a hub or a desk already: that is to be ended first. */
  VENUE_BUSY: { message: 'This workstation is a hub or a desk already.' },
  EVENT_OVER: { message: 'The event is closed or cancelled, or its day is over.' },
});

/** Several desks at one event without internet: this workstation as hub, or as a desk at another's hub. */
export const venueContract = {
  handOver: venueHandOverContract,
  status: procedure.input(z.object({ eventId: idField })).output(venueStatus),
  /** Opens this workstation as the event's hub on the LAN, until it is closed or the event is over. */
  open: venue
    .errors({
      /** `code`: the system's, EADDRINUSE or EACCES. */
      HUB_FAILED: { message: 'The hub could not be opened.', data: z.object({ code: z.string() }) },
    })
    .input(z.object({ eventId: idField })),
  /** Closes the hub and ends every session. */
  close: procedure,
  /** Withdraws a code and makes another; pairing goes on after too many wrong tries. */
  renew: procedure.input(z.object({ kind: z.enum(visitorKinds) })),
  /** Ends a visitor's session; what it says afterwards is refused. */
  endSession: procedure.input(z.object({ sessionId: idField })),
  /** Hubs that announce themselves on the LAN; looking goes on for as long as this is asked. */
  find: procedure.output(
    z.array(z.object({ name: z.string(), host: z.string(), port: z.int(), mark: z.string() })),
  ),
  /** Joins a hub by its scanned link, or by its address and the typed code. */
  join: venue
    .errors({
      BAD_LINK: { message: 'This is no code of a hub.' },
      BAD_ADDRESS: { message: 'This is no address of a hub.' },
      BAD_CODE: { message: 'The typed code has sixteen letters and digits.' },
      JOIN_FAILED: { message: 'The hub could not be joined.', data: z.object({ problem }) },
      OTHER_EVENT: { message: 'That hub is for another event.' },
    })
    .input(
      z.object({
        eventId: idField,
        by: z.union([
          z.object({ link: z.string().max(300) }),
          z.object({ address: z.string().max(100), code: z.string().max(60) }),
        ]),
      }),
    )
    .output(z.object({ hubName: z.string() })),
  /** Tries to reach the hub now. */
  retry: procedure,
  /** Leaves the hub; this desk goes on alone. */
  leave: procedure,
};
