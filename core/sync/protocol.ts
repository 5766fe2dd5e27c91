import { oc } from '@orpc/contract';
import { z } from 'zod';
import { entityNames, type Entity } from '#core/sync/entities.ts';

/** Raised whenever a wire schema changes in a way an older peer cannot read. */
export const protocolVersion = 2;

/**
 * Counts additive changes within one protocol version: new kinds of rows, new fields. Sides of different counts still
 * understand each other: a device keeps aside what it cannot read, the centre holds what it cannot judge yet.
 */
export const schemaVersion = 1;

export const entityField = z.enum(entityNames as [Entity, ...Entity[]]);

/** A confirmed row as the centre stores it. `data: null` is a tombstone. */
export const wireRow = z.object({
  entity: entityField,
  id: z.string().min(1).max(64),
  scope: z.string().min(1).max(80),
  seq: z.int().positive(),
  data: z.record(z.string(), z.unknown()).nullable(),
});
export type WireRow = z.infer<typeof wireRow>;

/** One intent of a device on one row. Rows of one `group` are applied all or none. */
export const mutation = z.object({
  mid: z.uuid(),
  group: z.uuid(),
  /** The command in words, e.g. `client.correct`, `call.log`. */
  command: z.string().min(1).max(60),
  /** A kind of row; one this centre does not know is `held`, not an error of the whole push. */
  entity: z.string().min(1).max(40),
  id: z.string().min(1).max(64),
  op: z.enum(['create', 'patch', 'delete']),
  /** Whole row for a create, changed fields for a patch, empty for a delete. */
  patch: z.record(z.string(), z.unknown()),
  /** The row's confirmed seq this device had seen; 0 for a create. */
  base: z.int().min(0),
  /** Hybrid logical clock of the intent, as core/sync/hlc.ts writes it. */
  hlc: z.string().min(1).max(80),
  /** The `schemaVersion` of the program that made it. */
  schema: z.int().min(1).default(1),
});
export type Mutation = z.infer<typeof mutation>;

/** A mutation of a kind of row that this program knows. */
export type KnownMutation = Mutation & { readonly entity: Entity };

/** True for a mutation of a kind of row that this program knows. */
export function isKnownMutation(mutation: Mutation): mutation is KnownMutation {
  return (entityNames as readonly string[]).includes(mutation.entity);
}

/** Why the centre refused a mutation, for the tray on the sync screen. */
export const refusalCode = z.enum([
  'INVALID',
  'NO_ACCESS',
  'GONE',
  'READ_ONLY',
  'ID_TAKEN',
  'GROUP_FAILED',
  'HASH_MISMATCH',
  'LIMIT_EXCEEDED',
  /** Held: made by a program newer than this centre. Keep it and offer it again after the centre's upgrade. */
  'NEWER_SCHEMA',
  /** Held: the device was revoked. The change is kept at the centre for its administrator. */
  'QUARANTINED',
]);
export type RefusalCode = z.infer<typeof refusalCode>;

export const mutationResult = z.object({
  mid: z.uuid(),
  status: z.enum(['applied', 'merged', 'duplicate', 'held', 'rejected']),
  code: refusalCode.nullable(),
  /** What was wrong, for the log and the tray; never personal data. */
  detail: z.string().nullable(),
  /** The row as it now stands at the centre; null when refused or out of sight. */
  row: wireRow.nullable(),
});
export type MutationResult = z.infer<typeof mutationResult>;

/** A scope that came to or left this manager. Rows of a gained scope follow in the same page. */
export const accessChange = z.object({
  seq: z.int().positive(),
  scope: z.string(),
  kind: z.enum(['gained', 'lost']),
});
export type AccessChange = z.infer<typeof accessChange>;

export const bucketDigest = z.tuple([z.int(), z.int(), z.int()]);

/** Per entity: 256 buckets by id suffix of [count, Σ high limb, Σ low limb]; empty buckets are omitted. */
export const digestTables = z.partialRecord(entityField, z.record(z.string(), bucketDigest));
export type DigestTables = z.infer<typeof digestTables>;

const device = oc.errors({
  UNAUTHORIZED: { status: 401, message: 'The device is not enrolled.' },
  REVOKED: {
    status: 403,
    message: 'The device was revoked: it may push what it holds, then it must erase its copy.',
    data: z.object({ revokedAt: z.int() }),
  },
  PROTOCOL_MISMATCH: {
    status: 426,
    message: 'The protocol versions differ.',
    data: z.object({ central: z.int() }),
  },
  EPOCH_CHANGED: {
    status: 409,
    message: 'The centre was restored; start again.',
    /** `seq`: up to this number both histories agree; what was acknowledged after it must be offered again. */
    data: z.object({ epoch: z.string(), seq: z.int() }),
  },
  BEHIND_HORIZON: {
    status: 410,
    message: 'The device was away longer than the centre keeps notices; take everything anew.',
  },
  BAD_CURSOR: { status: 400, message: 'The cursor was not made by this centre for this device.' },
});

const admin = oc.errors({
  UNAUTHORIZED: { status: 401, message: 'The administration token is missing or wrong.' },
  NOT_FOUND: { status: 404, message: 'No such thing in this tenant.' },
});

/** A device of one's own manager, as the centre knows it; the sync screen lists them as they come. */
export const ownDevice = z.object({
  deviceId: z.string(),
  name: z.string(),
  platform: z.string(),
  appVersion: z.string(),
  enrolledAt: z.int(),
  lastSeenAt: z.int().nullable(),
  revokedAt: z.int().nullable(),
  isThis: z.boolean(),
});

/** The contract between workstation and centre. Served as OpenAPI at /openapi.json. */
export const centralContract = {
  info: oc.route({ method: 'GET', path: '/v1/info' }).output(
    z.object({
      product: z.literal('zhike-central'),
      protocol: z.int(),
      /** The centre's `schemaVersion`. */
      schema: z.int(),
      version: z.string(),
      now: z.int(),
    }),
  ),
  enrol: oc
    .route({ method: 'POST', path: '/v1/enrol' })
    .errors({ CODE_REFUSED: { status: 403, message: 'The code is wrong, used or expired.' } })
    .errors({ PROTOCOL_MISMATCH: { status: 426, data: z.object({ central: z.int() }) } })
    .input(
      z.object({
        code: z.string().min(4).max(40),
        deviceName: z.string().min(1).max(60),
        platform: z.string().max(40),
        appVersion: z.string().max(20),
        protocol: z.int(),
      }),
    )
    .output(
      z.object({
        tenantId: z.string(),
        deviceId: z.string(),
        deviceToken: z.string(),
        managerId: z.string(),
        managerName: z.string(),
        branchName: z.string(),
        epoch: z.string(),
        /** The institution's public Ed25519 key (32 bytes, base64url): rule versions it did not sign do not count. */
        ruleKey: z.string().max(60).nullable().default(null),
      }),
    ),
  bootstrap: device
    .route({ method: 'GET', path: '/v1/sync/bootstrap' })
    .input(
      z.object({
        after: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(5000).default(2000),
        /** How many clients the first page brings whole, with their tasks, consents and history, those with the task that
         *  is due first before others; their rows come once more in their place, and `total` counts them twice. */
        ahead: z.coerce.number().int().min(0).max(1000).default(0),
        /** The history this device knows: when it is another, EPOCH_CHANGED says what to offer again first. */
        epoch: z.string().max(64).optional(),
      }),
    )
    .output(
      z.object({
        epoch: z.string(),
        /** The token this page was asked with, echoed; null on the first. A device discards a page it did not ask for. */
        from: z.string().nullable(),
        total: z.int(),
        rows: z.array(wireRow),
        /** Token of the next page; null after the last, when `cursor` says where pulling starts. */
        next: z.string().nullable(),
        cursor: z.string(),
        seq: z.int(),
        now: z.int(),
      }),
    ),
  pull: device
    .route({ method: 'GET', path: '/v1/sync/pull' })
    .input(z.object({ cursor: z.string(), limit: z.coerce.number().int().min(1).max(5000).default(2000) }))
    .output(
      z.object({
        epoch: z.string(),
        /** The cursor this page starts from, echoed: a device discards a page that does not start where it stands. */
        from: z.string(),
        cursor: z.string(),
        seq: z.int(),
        rows: z.array(wireRow),
        access: z.array(accessChange),
        more: z.boolean(),
        now: z.int(),
      }),
    ),
  push: device
    .route({ method: 'POST', path: '/v1/sync/push' })
    .errors({
      FORKED: {
        status: 409,
        message: 'Another copy of this device has pushed since: ask for an identity of its own (fork).',
      },
    })
    .input(
      z.object({
        /** Up to 500; only a single group that is larger may reach 5,000. None asks only whether the history is the same. */
        mutations: z.array(mutation).max(5000),
        clock: z.int(),
        /** Counts this device's pushes, made durable before each is sent: a copied or restored profile repeats one.
         *  Left out, copies go unnoticed. */
        pushNo: z.int().min(1).optional(),
        /** The history the bases are numbers of: a centre restored since answers EPOCH_CHANGED and takes nothing.
         *  Left out, they are taken to be of the present one. */
        epoch: z.string().max(80).optional(),
      }),
    )
    .output(z.object({ epoch: z.string(), results: z.array(mutationResult), now: z.int() })),
  /** Gives a copied or restored profile an identity of its own; its waiting mutations keep their mids. */
  fork: device
    .route({ method: 'POST', path: '/v1/sync/fork' })
    .output(z.object({ deviceId: z.string(), deviceToken: z.string(), epoch: z.string() })),
  digest: device
    .route({ method: 'GET', path: '/v1/sync/digest' })
    .input(
      z.object({
        cursor: z.string(),
        /** `kind`: one sum for each kind of row, named `*`. Enough to know that all is equal, a hundred times shorter. */
        by: z.enum(['bucket', 'kind']).default('bucket'),
      }),
    )
    .output(
      z.object({
        /** False when the centre has moved past the cursor: pull first, then ask again. */
        current: z.boolean(),
        seq: z.int(),
        tables: digestTables,
      }),
    ),
  /** The rows behind some buckets of a digest, to find those that differ. */
  digestRows: device
    .route({ method: 'POST', path: '/v1/sync/digest-rows' })
    .input(
      z.object({
        cursor: z.string(),
        /** `entity/bucket`, as in `client/3f`. */
        buckets: z.array(z.string().min(1).max(44)).min(1).max(256),
      }),
    )
    .output(
      z.object({
        current: z.boolean(),
        /** [entity, id, seq, hi, lo] of every living row of those buckets that this device should hold. */
        rows: z.array(z.tuple([z.string(), z.string(), z.int(), z.int(), z.int()])),
      }),
    ),
  /** Rows by name as they stand now, tombstones included; those out of sight or unknown are left out. */
  rows: device
    .route({ method: 'POST', path: '/v1/sync/rows' })
    .input(
      z.object({
        keys: z
          .array(z.object({ entity: z.string().min(1).max(40), id: z.string().min(1).max(64) }))
          .min(1)
          .max(1000),
      }),
    )
    .output(z.object({ rows: z.array(wireRow) })),
  /**
   * Opens a calendar of the manager's salons under a secret address, for any calendar program: no guest is in it. It is
   * listed and revoked among the manager's devices.
   */
  openCalendar: device
    .route({ method: 'POST', path: '/v1/sync/calendar' })
    .input(z.object({ name: z.string().min(1).max(60) }))
    .output(z.object({ path: z.string(), deviceId: z.string() })),
  /** The devices of this device's manager. */
  devices: device.route({ method: 'GET', path: '/v1/sync/devices' }).output(z.array(ownDevice)),
  /** Revokes another device of the same manager: a lost laptop. */
  revokeOwn: device
    .errors({ NOT_FOUND: { status: 404, message: 'No such other device of this manager.' } })
    .route({ method: 'POST', path: '/v1/sync/devices/{deviceId}/revoke' })
    .input(z.object({ deviceId: z.string() }))
    .output(z.object({ revokedAt: z.int() })),
  admin: {
    createBranch: admin
      .route({ method: 'POST', path: '/admin/branches' })
      .input(z.object({ name: z.string().min(1).max(120) }))
      .output(z.object({ tenantId: z.string() })),
    createManager: admin
      .route({ method: 'POST', path: '/admin/managers' })
      .input(
        z.object({
          tenantId: z.string(),
          name: z.string().min(1).max(60),
          branchName: z.string().min(1).max(120).optional(),
        }),
      )
      .output(z.object({ managerId: z.string() })),
    createEnrolment: admin
      .route({ method: 'POST', path: '/admin/enrolments' })
      .input(
        z.object({
          tenantId: z.string(),
          managerId: z.string(),
          validMinutes: z.int().min(1).max(10_080).default(1440),
        }),
      )
      .output(z.object({ code: z.string(), expiresAt: z.int() })),
    assign: admin
      .route({ method: 'POST', path: '/admin/assignments' })
      .input(
        z.object({
          tenantId: z.string(),
          clientIds: z.array(z.string()).min(1).max(5000),
          toManagerId: z.string(),
        }),
      )
      .output(z.object({ moved: z.int(), seq: z.int() })),
    managers: admin
      .route({ method: 'GET', path: '/admin/managers' })
      .input(z.object({ tenantId: z.string() }))
      .output(z.array(z.object({ managerId: z.string(), name: z.string(), clients: z.int() }))),
    devices: admin
      .route({ method: 'GET', path: '/admin/devices' })
      .input(z.object({ tenantId: z.string() }))
      .output(
        z.array(
          z.object({
            deviceId: z.string(),
            managerId: z.string(),
            name: z.string(),
            enrolledAt: z.int(),
            lastSeenAt: z.int().nullable(),
            revokedAt: z.int().nullable(),
          }),
        ),
      ),
    revokeDevice: admin
      .route({ method: 'POST', path: '/admin/devices/{deviceId}/revoke' })
      .input(z.object({ tenantId: z.string(), deviceId: z.string() }))
      .output(z.object({ revokedAt: z.int() })),
    /** What revoked devices still had to say, kept for a decision. */
    quarantine: admin
      .route({ method: 'GET', path: '/admin/quarantine' })
      .input(z.object({ tenantId: z.string() }))
      .output(
        z.array(
          z.object({
            deviceId: z.string(),
            mid: z.string(),
            command: z.string(),
            entity: z.string(),
            rowId: z.string(),
            receivedAt: z.int(),
            releasedAt: z.int().nullable(),
          }),
        ),
      ),
    /** Takes a revoked device's quarantined changes as if it were not revoked; answers how each fared. */
    releaseQuarantine: admin
      .route({ method: 'POST', path: '/admin/quarantine/{deviceId}/release' })
      .input(z.object({ tenantId: z.string(), deviceId: z.string() }))
      .output(z.object({ results: z.array(mutationResult) })),
  },
};
export type CentralContract = typeof centralContract;
