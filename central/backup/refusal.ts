/** A backup or a restore that cannot be done, said in a sentence an administrator can act on. Nothing was changed. */
export class BackupRefusal extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'BackupRefusal';
  }
}

/** Says that a file is no whole backup. */
export function damaged(file: string): BackupRefusal {
  return new BackupRefusal(`${file}: This is no backup, or one that is cut off or damaged. Use another one.`);
}

const diskSentences: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Free some space or choose another place.',
  EDQUOT: 'The quota of this account is used up. Free some space or choose another place.',
  EACCES: 'The place may not be written or read by this account.',
  EPERM: 'The place may not be written or read by this account.',
  EROFS: 'The disk is mounted read-only.',
  ENOENT: 'There is no such file or folder.',
  EISDIR: 'This is a folder; a file is wanted.',
  EEXIST: 'A part of the path is a file, not a folder.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
};

/** Returns the failure as a sentence about the path where the file system is at fault, else the failure itself. */
export function inWords(error: unknown, path: string): unknown {
  const sentence = diskSentences[(error as NodeJS.ErrnoException).code ?? ''];
  return sentence ? new BackupRefusal(`${path}: ${sentence}`) : error;
}
