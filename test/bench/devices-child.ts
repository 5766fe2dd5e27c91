import Fastify from 'fastify';
import { pino } from 'pino';
import { startCentral } from '#central/serve.ts';

/**
 * A centre in a process of its own, and beside it, on the same connections, the least a service can do: `/row` reads one
 * row and answers it, `/page` answers what was put there. Says where they are in one line of JSON.
 */
const [dataDir = ''] = process.argv.slice(2);
const limits = { perMinute: 1e9, enrolPerMinute: 1e9, enrolPerBranchPerMinute: 1e9 };
const adminToken = 'bench-admin-token';
const central = await startCentral({ dataDir, adminToken, limits, logger: pino({ level: 'silent' }) });

let page = '{}';
const bare = Fastify({ bodyLimit: 64 * 1024 * 1024 });
bare.get('/row', async () => {
  const { rows } = await central.pool.query({ name: 'bare', text: 'SELECT seq FROM partition LIMIT 1' });
  return rows[0];
});
bare.put('/page', (request) => {
  page = JSON.stringify(request.body);
  return {};
});
bare.get('/page', async (_request, reply) => {
  await central.pool.query({ name: 'bare', text: 'SELECT seq FROM partition LIMIT 1' });
  return reply.type('application/json').send(page);
});
const bareUrl = await bare.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ url: central.url, bareUrl, adminToken, pid: process.pid }));
process.on('SIGTERM', () => {
  void bare
    .close()
    .then(() => central.close())
    .then(() => process.exit(0));
});
