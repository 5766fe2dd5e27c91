import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded, type EmbeddedPostgres } from '#central/postgres/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the URL of the run's PostgreSQL, starting it at the first question. */
    centralPostgres: string;
  }
}

/** One PostgreSQL per test run, started only when a test asks for it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<EmbeddedPostgres> | undefined;
  const dir = mkdtempSync(join(tmpdir(), 'zhike-test-pg-'));
  const door = createServer((_request, response) => {
    started ??= startEmbedded({ dir, isDurable: false });
    started.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  project.provide('centralPostgres', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return () => teardown(door, started, dir);
}

async function teardown(
  door: Server,
  started: Promise<EmbeddedPostgres> | undefined,
  dir: string,
): Promise<void> {
  door.close();
  await started?.then(({ stop }) => stop()).catch(() => undefined);
  rmSync(dir, { recursive: true, force: true });
}
