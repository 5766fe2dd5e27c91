import { createReadStream, existsSync, mkdtempSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { RPCHandler } from '@orpc/server/ws';
import { uuidv7 } from 'uuidv7';
import { WebSocketServer } from 'ws';
import { scopeOf } from '#core/sync/entities.ts';
import { businessDayOf } from '#core/base/time.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { derive } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { writeRow } from '#db/rows.ts';
import type { Host } from '#workstation/host.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import { router } from '#workstation/router.ts';
import type { Station } from '#workstation/station.ts';

/** Temporary bench for building screens: a station with the sample book, no centre, no lock. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4600' },
    clients: { type: 'string', default: '300' },
    now: { type: 'string' },
  },
});
const offset = values.now ? Date.parse(values.now) - Date.now() : 0;
const clock = (): number => Date.now() + offset;
const root = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-dev-'));
const db = openStore(
  path.join(folder, 'store.db'),
  new Uint8Array(32).fill(1),
  readMigrations(path.join(root, 'db/migrations')),
);
const managers = [
  { id: '01940000-0000-7000-9000-000000000001', name: '林若溪' },
  { id: '01940000-0000-7000-9000-000000000002', name: '陈思远' },
] as const;
const started = performance.now();
let seq = 0;
throughGate(db, () => {
  const touched: { entity: 'client'; id: string }[] = [];
  for (const { entity, id, data } of makeSampleBook({
    seed: 1,
    clients: Number(values.clients),
    today: businessDayOf(clock()),
    now: clock(),
    branchName: '示例支行',
    managers: [...managers],
  })) {
    seq += 1;
    writeRow(db, entity, id, data, { scope: scopeOf(entity, id, data), seq, hashHi: 0, hashLo: 0 });
    if (entity === 'client') touched.push({ entity, id });
  }
  derive(db, touched, clock());
});
console.log(`${seq} rows in ${Math.round(performance.now() - started)} ms`);
const live = createLiveBus();
let counter = 0;
const station: Station = {
  db,
  clock,
  live,
  newId: uuidv7,
  nextHlc: () => `${String(clock()).padStart(15, '0')}-${String((counter += 1)).padStart(6, '0')}-dev`,
  me: {
    tenantId: 't',
    managerId: managers[0].id,
    managerName: managers[0].name,
    branchName: '示例支行',
    deviceId: 'dev',
    deviceName: 'dev',
  },
};
const status = {
  phase: 'offline' as const,
  problem: 'UNREACHABLE',
  pending: 0,
  refused: 0,
  progress: null,
  syncedAt: clock(),
  proof: null,
};
const unavailable = async (): Promise<never> => {
  throw new Error('not here');
};
const host: Host = {
  live,
  open: () => ({
    station,
    sync: {
      status: () => status,
      syncNow: async () => {},
      prove: unavailable,
      stop: async () => {},
    } as never,
  }),
  status: () => ({
    state: 'open',
    shell: 'browser',
    language: null,
    problem: null,
    managerId: managers[0].id,
    managerName: managers[0].name,
    branchName: '示例支行',
    deviceName: 'dev',
    version: '0.1.0',
    proposal: null,
  }),
  resume: async () => true,
  setup: unavailable,
  unlock: unavailable,
  recover: unavailable,
  lock: async () => {},
  setLanguage: () => {},
  close: async () => void db.close(),
};
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
const server = createServer((request, response) => {
  const name = path.join(root, 'out/web', decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/'));
  const file = existsSync(name) && statSync(name).isFile() ? name : path.join(root, 'out/web/index.html');
  response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
});
const handler = new RPCHandler(router);
new WebSocketServer({ server, path: '/rpc', maxPayload: 8 << 20 }).on('connection', (socket) => {
  void handler.upgrade(socket, { context: { host } });
});
server.listen(Number(values.port), '127.0.0.1', () => console.log(`ready http://127.0.0.1:${values.port}/`));
