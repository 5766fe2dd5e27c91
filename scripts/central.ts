import path from 'node:path';
import { parseArgs } from 'node:util';
import { startCentral, type Central } from '#central/serve.ts';
import { defaultDataDir } from '#scripts/start/options.ts';

const defaultData = path.join(defaultDataDir(process.env), 'central');

const usage = `Usage: npm run central -- [--data DIR] [--host HOST] [--port PORT]

  --data DIR    folder of the embedded PostgreSQL and the administration token (default: ${defaultData})
  --host HOST   address to listen on (default: 127.0.0.1)
  --port PORT   port to listen on, 0 for any (default: 4500)

  DATABASE_URL        a PostgreSQL of your own instead of the embedded one
  ZHIKE_ADMIN_TOKEN   the administration token; made in the data folder when not given`;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: defaultData },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '4500' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await main().catch(fail);

async function main(): Promise<void> {
  const databaseUrl = process.env['DATABASE_URL'] || undefined;
  const central = await startCentral({
    databaseUrl,
    dataDir: databaseUrl && process.env['ZHIKE_ADMIN_TOKEN'] ? undefined : values.data,
    host: values.host,
    port: Number(values.port),
    adminToken: process.env['ZHIKE_ADMIN_TOKEN'] || undefined,
  });
  console.log(
    central.mode === 'embedded' ? `embedded PostgreSQL in ${values.data}` : 'PostgreSQL of DATABASE_URL',
  );
  stopOnSignal(central);
  console.log(`ready ${central.url}`);
}

function stopOnSignal(central: Central): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('stopping');
      central.close().then(() => process.exit(0), fail);
    });
  }
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
