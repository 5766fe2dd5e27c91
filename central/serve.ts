import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Clock } from '#core/base/time.ts';
import { startBackups } from '#central/backup/schedule.ts';
import { createCentre } from '#central/centre.ts';
import { openPool } from '#central/database.ts';
import { bearerToken } from '#central/http/bearer.ts';
import { findAdminToken } from '#central/http/admin-token.ts';
import { createTryLimit, defaultLimits, type Limits } from '#central/http/limits.ts';
import { createLive } from '#central/http/live.ts';
import { liveReads } from '#central/http/live-reads.ts';
import { createLogger } from '#central/http/logger.ts';
import { createMetrics } from '#central/http/metrics.ts';
import { buildServer } from '#central/http/server.ts';
import { migrate } from '#central/migrate.ts';
import { startEmbedded } from '#central/postgres/embedded.ts';
import { openPostgresStore } from '#central/store/postgres/store.ts';
import type { CentralStore } from '#central/store/store.ts';
import { hashToken } from '#central/sync/device-contact.ts';
import { tidyDaily } from '#central/tidy-daily.ts';
import type { Pool } from 'pg';

export interface CentralOptions {
  /** Folder of the embedded PostgreSQL and the administration token. */
  readonly dataDir?: string | undefined;
  /** A PostgreSQL of one's own instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly adminToken?: string | undefined;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly limits?: Partial<Limits>;
  /** Where daily backups go and how many stay; none are taken when left out. */
  readonly backups?: { readonly dir: string; readonly keep: number } | undefined;
  /** The embedded database ended though nobody asked it to: nothing here works any more, and a new start mends it. */
  readonly onDatabaseEnded?: () => void;
}

export interface Central {
  readonly url: string;
  readonly adminToken: string;
  readonly mode: 'embedded' | 'external';
  /** The service's own connections. */
  readonly pool: Pool;
  /** What the service stores in, for loading samples in the same process. */
  readonly store: CentralStore;
  /** Answers what is under way, refuses what comes, then stops the database it started. */
  close(): Promise<void>;
}

/** How long requests under way may still take once the service is told to stop. */
const drainLimitMs = 10_000;

/**
 * Starts the central system and returns when it answers. Throws `FolderInUse` when another process owns the
 * folder, and plain errors when the port is taken, the database cannot be reached or its schema is newer.
 */
export async function startCentral(options: CentralOptions): Promise<Central> {
  const { dataDir, databaseUrl } = options;
  if (!dataDir && !databaseUrl) throw new Error('Central needs a data folder or a database URL.');
  const embedded = databaseUrl ? null : await startEmbedded({ dir: dataDir as string });
  const pool = openPool(databaseUrl ?? (embedded?.url as string));
  let isStopping = false;
  const stopStore = async (): Promise<void> => {
    isStopping = true;
    await pool.end();
    await embedded?.stop();
  };
  try {
    await migrate(pool);
    const store = openPostgresStore(pool);
    const served = await serve(options, { pool, store });
    void embedded?.ended.then(() => isStopping || options.onDatabaseEnded?.());
    const close = once(() => served.stop().finally(stopStore));
    return { ...served, mode: embedded ? 'embedded' : 'external', pool, store, close };
  } catch (error) {
    await stopStore();
    throw error;
  }
}

interface Stored {
  readonly pool: Pool;
  readonly store: CentralStore;
}

async function serve(
  options: CentralOptions,
  { pool, store }: Stored,
): Promise<{ url: string; adminToken: string; stop: () => Promise<void> }> {
  const { host = '127.0.0.1', port = 0, clock = Date.now, logger = createLogger('info') } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const adminToken = findAdminToken(options.adminToken, options.dataDir);
  const metrics = createMetrics();
  const centre = createCentre({
    store,
    clock,
    newId: uuidv7,
    randomBytes,
    onHashMismatch: ({ tenantId: tenant, deviceId: device }, mid) => {
      metrics.hashMismatches.inc();
      logger.error({ tenant, device, mid }, 'mutation came twice with different content');
    },
  });
  const live = createLive({
    reads: liveReads(pool),
    onCount: (sockets) => metrics.liveSockets.set(sockets),
    authenticate: (authorization) => centre.authenticate(bearerToken(authorization)),
    onError: ({ name, code }) => logger.error({ name, code }, 'live sockets failed'),
  });
  centre.onCommitted(({ tenantId, seq }) => live.committed(tenantId, seq));
  centre.onRevoked(({ tenantId, deviceId }) => live.revoked(tenantId, deviceId));
  const service = {
    centre,
    newId: uuidv7,
    ping: store.ping,
    metrics,
    adminTokenHash: hashToken(adminToken),
    enrolTries: createTryLimit(limits.enrolPerBranchPerMinute),
  };
  const app = await buildServer({ service, limits, logger });
  live.attach(app.server);
  await app.listen({ host, port });
  const backups =
    options.backups &&
    startBackups({
      ...options.backups,
      pool,
      clock,
      logger,
      onDone: (at) => metrics.lastBackup.set(at / 1000),
      onFailed: () => metrics.backupFailures.inc(),
    });
  const { port: taken } = app.server.address() as AddressInfo;
  const tidying = tidyDaily(centre, logger);
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return {
    url: `http://${name}:${taken}`,
    adminToken,
    stop: () =>
      Promise.all([backups?.stop(), tidying.stop(), live.close(), drain(app)]).then(() => undefined),
  };
}

/** Closes the server: what is under way is answered, kept-alive connections end with their answer. */
async function drain(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 20);
  const cut = setTimeout(() => app.server.closeAllConnections(), drainLimitMs);
  await app.close().finally(() => {
    clearInterval(sweep);
    clearTimeout(cut);
  });
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
