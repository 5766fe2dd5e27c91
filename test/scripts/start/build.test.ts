import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { desktopBuild, projectDir, webBuild } from '#scripts/start/build.ts';

interface RoomConfig {
  readonly references?: readonly { readonly path: string }[];
}

/** A room and every room it may import, by its tsconfig. */
function roomsOf(room: string): string[] {
  const file = path.join(projectDir, room, 'tsconfig.json');
  const { references = [] } = JSON.parse(readFileSync(file, 'utf8')) as RoomConfig;
  return [room, ...references.flatMap((reference) => roomsOf(path.basename(reference.path)))];
}

test.each([
  ['browser', 'renderer', webBuild],
  ['desktop', 'electron', desktopBuild],
] as const)(
  '[SH14] the build for the %s shell is out of date when any room it is made of changed',
  (_, room, build) => {
    expect(build.sources).toEqual(expect.arrayContaining(roomsOf(room)));
  },
);
