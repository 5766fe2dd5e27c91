import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The service's measurements, as `GET /metrics` tells them. No label names a person, a device or a tenant. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'route' | 'status'>;
  readonly mutations: Counter<'status'>;
  readonly rowsSent: Counter<'by'>;
  readonly hashMismatches: Counter;
  readonly liveSockets: Gauge;
  readonly lastBackup: Gauge;
  readonly backupFailures: Counter;
}

/** Makes a registry of its own, so that several services can run in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'zhike_central_' });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'zhike_central_request_seconds',
      help: 'Time to answer a request.',
      labelNames: ['route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    mutations: new Counter({
      name: 'zhike_central_mutations_total',
      help: 'Mutations answered, by status.',
      labelNames: ['status'],
      registers,
    }),
    rowsSent: new Counter({
      name: 'zhike_central_rows_sent_total',
      help: 'Rows sent to devices, by pull or bootstrap.',
      labelNames: ['by'],
      registers,
    }),
    hashMismatches: new Counter({
      name: 'zhike_central_hash_mismatches_total',
      help: 'Mutations that came twice with different content. Anything above zero wants a look.',
      registers,
    }),
    liveSockets: new Gauge({
      name: 'zhike_central_live_sockets',
      help: 'Devices listening for changes.',
      registers,
    }),
    lastBackup: new Gauge({
      name: 'zhike_central_last_backup_timestamp_seconds',
      help: 'When the last backup of this process was taken; 0 before its first.',
      registers,
    }),
    backupFailures: new Counter({
      name: 'zhike_central_backup_failures_total',
      help: 'Scheduled backups that failed. Anything above zero wants a look.',
      registers,
    }),
  };
}
