import { startCentral, type Central } from '#central/serve.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

/** Runs the central system until it is told to stop. */
export async function serve(wish: CentralArguments): Promise<void> {
  const { databaseUrl, adminToken, dataDir, host, port, backupDir, keep, tries } = wish;
  const central = await startCentral({
    databaseUrl,
    dataDir: databaseUrl && adminToken ? undefined : dataDir,
    host,
    port,
    adminToken,
    // The limit of one branch must not be the narrower one.
    limits:
      tries === undefined ? {} : { enrolPerMinute: tries, enrolPerBranchPerMinute: Math.max(tries, 60) },
    backups: backupDir === null ? undefined : { dir: backupDir, keep },
    onDatabaseEnded: () => {
      console.error(
        'The database ended unexpectedly. Start the central system again: nothing acknowledged is lost.',
      );
      process.exit(1);
    },
  });
  console.log(
    central.mode === 'embedded' ? `embedded PostgreSQL in ${dataDir}` : 'PostgreSQL of DATABASE_URL',
  );
  console.log(backupDir === null ? 'no daily backups' : `daily backups in ${backupDir}, the last ${keep}`);
  stopOnSignal(central);
  console.log(`ready ${central.url}`);
}

function stopOnSignal(central: Central): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('stopping');
      central.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error instanceof Error ? error.message : error);
          process.exit(1);
        },
      );
    });
  }
}
