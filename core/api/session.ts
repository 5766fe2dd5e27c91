import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';

export const sessionStatus = z.object({
  /** `setup`: not enrolled yet; `locked`: needs the passphrase; `open`: ready; `refused`: the store cannot be opened. */
  state: z.enum(['setup', 'locked', 'open', 'refused']),
  shell: z.enum(['browser', 'desktop']),
  language: z.enum(['zh-CN', 'en']).nullable(),
  /** Why the store is refused, by code; the screen says what to do. In `setup`: REVOKED_ERASED after a revocation. */
  problem: z.string().nullable(),
  /** True where what is refused is a damaged store that `repair` can take apart. */
  canRepair: z.boolean(),
  /** While locked: how many changes waited for the centre when it was locked; null where that is not known. */
  waiting: z.int().nullable(),
  managerId: z.string().nullable(),
  managerName: z.string().nullable(),
  branchName: z.string().nullable(),
  deviceName: z.string().nullable(),
  version: z.string(),
  /** Filled in for the sample book only: saves the newcomer typing. */
  proposal: z
    .object({
      centralUrl: z.string(),
      code: z.string(),
      passphrase: z.string().nullable(),
      deviceName: z.string(),
    })
    .nullable(),
});
export type SessionStatus = z.infer<typeof sessionStatus>;

/** What a repair of this workstation's store found. */
export const repairReport = z.object({
  /** Changes that wait for the centre and are safe, those of `rebuilt` included. */
  waiting: z.int(),
  /** Of these: put together again from the rows they had changed. */
  rebuilt: z.int(),
  /** Changes that waited and could not be read; null where not even their number is known. */
  lost: z.int().nullable(),
  /** Rows that are here at once; the centre sends the rest. */
  rows: z.int(),
  /** The folder beside the store where the damaged files lie. */
  aside: z.string(),
});
export type RepairReport = z.infer<typeof repairReport>;

const passphrase = z.string().min(1).max(200);

/** Setting up, unlocking and locking this workstation. */
export const sessionContract = {
  status: procedure.output(sessionStatus),
  /** Enrols this device and creates its encrypted store; answers the recovery key, shown once. */
  setup: procedure
    .errors({
      WEAK_PASSPHRASE: { message: 'The passphrase is too short or too common.' },
      CENTRAL_UNREACHABLE: { message: 'The centre does not answer at this address.' },
      CENTRAL_VERSION: { message: 'Centre and workstation speak different protocol versions.' },
      CODE_REFUSED: { message: 'The one-time code is wrong, used or expired.' },
      ALREADY_SET_UP: { message: 'This workstation is set up already.' },
      FOLDER_FAILED: { message: 'The data folder cannot be written.', data: z.object({ code: z.string() }) },
    })
    .input(
      z.object({
        language: z.enum(['zh-CN', 'en']),
        centralUrl: z.url(),
        code: z.string().min(4).max(40),
        deviceName: z.string().min(1).max(60),
        passphrase,
      }),
    )
    .output(z.object({ recoveryKey: z.string() })),
  unlock: procedure
    .errors({
      WRONG_PASSPHRASE: { message: 'The passphrase is wrong.', data: z.object({ waitMs: z.int() }) },
      TOO_MANY_TRIES: { message: 'Too many tries.', data: z.object({ waitMs: z.int() }) },
      STORE_REFUSED: { message: 'The store cannot be opened.', data: z.object({ code: z.string() }) },
    })
    .input(z.object({ passphrase })),
  /** Opens with the recovery key and sets a new passphrase; answers a new recovery key. */
  recover: procedure
    .errors({
      MISTYPED_RECOVERY_KEY: { message: 'The recovery key was not copied right.' },
      WRONG_RECOVERY_KEY: { message: 'The recovery key is wrong.', data: z.object({ waitMs: z.int() }) },
      TOO_MANY_TRIES: { message: 'Too many tries.', data: z.object({ waitMs: z.int() }) },
      WEAK_PASSPHRASE: { message: 'The passphrase is too short or too common.' },
      STORE_REFUSED: { message: 'The store cannot be opened.', data: z.object({ code: z.string() }) },
    })
    .input(z.object({ recoveryKey: z.string().min(8).max(200), passphrase }))
    .output(z.object({ recoveryKey: z.string() })),
  /**
   * Reads what can be read of a damaged store into a new one, unsent work first; the damaged files are put aside. Opens
   * it; the centre sends what is missing.
   */
  repair: procedure
    .errors({
      STORE_REFUSED: { message: 'The store cannot be repaired.', data: z.object({ code: z.string() }) },
    })
    .output(repairReport),
  lock: procedure,
  /** Removes this workstation's copy and its key. Refused while changes wait here that the centre does not have. */
  remove: procedure.errors({
    UNSYNCED: {
      message: 'Something here is not at the centre yet.',
      data: z.object({ waiting: z.int(), checkIns: z.int() }),
    },
  }),
  setLanguage: procedure.input(z.object({ language: z.enum(['zh-CN', 'en']) })),
};
