import os from 'node:os';
import { protocolVersion, schemaVersion } from '#core/sync/protocol.ts';
import { programVersion } from '#central/http/version.ts';
import { onDatabase } from '#scripts/central-database.ts';
import {
  examineBackups,
  examineContents,
  examineDatabase,
  examineFolder,
  examineSchema,
  standingAdvice,
  type Finding,
} from '#scripts/central-findings.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

/** Prints how this centre is set up and how it is; returns how many things want something done. */
export async function doctor(wish: CentralArguments, print: (line: string) => void): Promise<number> {
  const now = Date.now();
  print(
    `Zhike central ${programVersion}, protocol ${protocolVersion}, wire schema ${schemaVersion}, ` +
      `Node ${process.version}, ${os.type()} ${os.release()} ${os.arch()}`,
  );
  const findings = await onDatabase(wish, { mayShare: true, mayCreate: false }, async (database) => [
    running(database.mode === 'embedded', database.isShared),
    ...(await examineDatabase(database, wish.databaseUrl)),
    await examineSchema(database.pool),
    ...(await examineContents(database.pool, now)),
  ]);
  const all = [...findings, ...(await examineFolder(wish)), await examineBackups(wish, now)];
  for (const { about, says } of all) print(`${about.padEnd(12)} ${says}`);
  const wanting = all.filter(({ wants }) => wants !== null);
  print('');
  print(wanting.length === 0 ? 'Nothing wants doing.' : 'What wants doing:');
  for (const { about, wants } of wanting) print(`- ${about}: ${wants}`);
  print('');
  print('What production wants besides:');
  for (const advice of standingAdvice) print(`- ${advice}`);
  return wanting.length;
}

function running(isEmbedded: boolean, isShared: boolean): Finding {
  const says = isEmbedded
    ? isShared
      ? 'embedded: the centre is running'
      : 'embedded: the centre was not running; its database was started for this look'
    : 'external: PostgreSQL of DATABASE_URL';
  return { about: 'Mode', says, wants: null };
}
