import { pino, type Logger } from 'pino';

/** Returns the structured log on standard error: no personal data, no tokens, no query strings (they hold cursors). */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: { service: 'central' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['req.headers', 'headers', 'authorization', 'token', 'code', 'password'],
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
