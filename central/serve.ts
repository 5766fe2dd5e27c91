import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Clock } from '#core/base/time.ts';
import { startBackups } from '#central/backup/schedule.ts';
import { openPool } from '#central/database.ts';
import { findAdminToken } from '#central/http/admin-token.ts';
import { createTryLimit, defaultLimits, type Limits } from '#central/http/limits.ts';
import { createLive } from '#central/http/live.ts';
import { liveReads } from '#central/http/live-reads.ts';
import { createLogger } from '#central/http/logger.ts';
import { createMetrics } from '#central/http/metrics.ts';
import { buildServer } from '#central/http/server.ts';
import { migrate } from '#central/migrate.ts';
import { startEmbedded } from '#central/postgres/embedded.ts';
import { authenticateDevice, hashToken } from '#central/sync/device-contact.ts';
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
}

export interface Central {
  readonly url: string;
  readonly adminToken: string;
  readonly mode: 'embedded' | 'external';
  /** The service's own connections, for loading samples in the same process. */
  readonly pool: Pool;
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
  const stopStore = async (): Promise<void> => {
    await pool.end();
    await embedded?.stop();
  };
  try {
    await migrate(pool);
    const served = await serve(options, pool);
    const close = once(() => served.stop().finally(stopStore));
    return { ...served, mode: embedded ? 'embedded' : 'external', pool, close };
  } catch (error) {
    await stopStore();
    throw error;
  }
}

async function serve(
  options: CentralOptions,
  pool: Pool,
): Promise<{ url: string; adminToken: string; stop: () => Promise<void> }> {
  const { host = '127.0.0.1', port = 0, clock = Date.now, logger = createLogger('info') } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const adminToken = findAdminToken(options.adminToken, options.dataDir);
  const metrics = createMetrics();
  const live = createLive({
    reads: liveReads(pool),
    onCount: (sockets) => metrics.liveSockets.set(sockets),
    authenticate: (authorization) => authenticateDevice(pool, authorization, clock()),
    onError: ({ name, code }) => logger.error({ name, code }, 'live sockets failed'),
  });
  const service = {
    pool,
    clock,
    newId: uuidv7,
    metrics,
    adminTokenHash: hashToken(adminToken),
    enrolTries: createTryLimit(limits.enrolPerBranchPerMinute),
    live,
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
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return {
    url: `http://${name}:${taken}`,
    adminToken,
    stop: () => Promise.all([backups?.stop(), live.close(), drain(app)]).then(() => undefined),
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
