import path from 'node:path';
import { z } from 'zod';
import { sessionStatus } from '#core/api/session.ts';

const startSchema = z.object({
  centralUrl: z.string().nullable(),
  proposal: sessionStatus.shape.proposal,
  language: sessionStatus.shape.language,
  /** Added to the machine's clock; 0 but in rehearsals. */
  clockOffsetMs: z.number().default(0),
});

/** What this start is about: its folders, and what `npm start` proposes. */
export interface StartOrder extends z.infer<typeof startSchema> {
  /** The workstation's own folder, the same the browser shell uses. */
  readonly workstationDir: string;
  /** Electron's own files. */
  readonly shellDir: string;
}

/** Reads the order that `npm start` left in the environment; an installed program has none and uses the user's folder. */
export function startOrder(environment: NodeJS.ProcessEnv, userDir: string): StartOrder {
  const dataDir = environment['ZHIKE_DATA_DIR'] ?? userDir;
  const folders = {
    workstationDir: path.join(dataDir, 'workstation'),
    shellDir: path.join(dataDir, 'desktop'),
  };
  try {
    return { ...startSchema.parse(JSON.parse(environment['ZHIKE_START'] ?? '')), ...folders };
  } catch {
    return { centralUrl: null, proposal: null, language: null, clockOffsetMs: 0, ...folders };
  }
}
