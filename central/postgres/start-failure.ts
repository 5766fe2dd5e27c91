/** Why the embedded PostgreSQL did not start: held by earlier processes, no room on its disk, or something else. */
export type StartProblem = 'DATABASE_HELD' | 'DATABASE_DISK_FULL' | 'DATABASE_FAILED';

const advice: Record<StartProblem, string> = {
  DATABASE_HELD:
    'Processes of an earlier run still hold it: wait a moment and start again, or restart the machine.',
  DATABASE_DISK_FULL: 'Free some space on its disk and start again.',
  DATABASE_FAILED: 'Start again; if it stays so, restore a backup.',
};

/** Raised when the embedded PostgreSQL did not start; `code` says why. */
export class DatabaseNotStarted extends Error {
  readonly code: StartProblem;
  constructor(said: string, logFile: string) {
    const code = problemIn(said);
    const detail = lastWord(said);
    super(`PostgreSQL did not start (${detail}). ${advice[code]} Its log: ${logFile}`);
    this.name = 'DatabaseNotStarted';
    this.code = code;
  }
}

/** True where what the server said means that something else still has its memory, its files or its port. */
export function isHeld(said: string): boolean {
  return problemIn(said) === 'DATABASE_HELD';
}

function problemIn(said: string): StartProblem {
  if (/still in use|lock file ".*" already exists|could not bind/i.test(said)) return 'DATABASE_HELD';
  return /no space left on device/i.test(said) ? 'DATABASE_DISK_FULL' : 'DATABASE_FAILED';
}

function lastWord(said: string): string {
  const lines = said.split('\n').filter((line) => /FATAL|PANIC/.test(line));
  return lines.at(-1)?.replace(/^.*?(?:FATAL|PANIC):\s*/, '') ?? 'it did not answer in time';
}
