import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { makeFolderBy } from '#core/base/folder.ts';

/** Makes a folder and those above it that are missing; throws the system's error. */
export function makeFolder(folder: string, mode: number): void {
  const make = (absolute: string): void => mkdirSync(absolute, { mode });
  makeFolderBy({ isThere: existsSync, above: path.dirname, make }, path.resolve(folder));
}

/** Folders that sync programs make, by name, in lower case. */
const syncedNames = new Set([
  'onedrive',
  'dropbox',
  'icloud drive',
  'iclouddrive',
  'com~apple~clouddocs',
  'mobile documents',
  'cloudstorage',
  'google drive',
  'googledrive',
  'my drive',
  'nutstore',
  'nutstore files',
  '坚果云',
  '我的坚果云',
  'baidusyncdisk',
  'baidunetdisk',
  '百度网盘',
  '百度网盘同步空间',
  '百度云同步盘',
  'wps云盘',
  'wpsdrive',
  'wps cloud files',
  '阿里云盘',
  '腾讯微云',
  '微云同步助手',
  '360安全云盘',
  'nextcloud',
  'owncloud',
  'box sync',
  'pclouddrive',
  'megasync',
  'seafile',
  'syncthing',
  'resilio sync',
]);
/** Business accounts: "OneDrive - Firm", "Dropbox (Firm)". */
const syncedBeginnings = ['onedrive - ', 'dropbox (', '坚果云 '];
/** What sync programs leave in the folder they watch, whatever it is called. */
const syncedMarks = [
  '.dropbox',
  '.dropbox.cache',
  '.stfolder',
  '.owncloudsync.log',
  '.sync/ID',
  '.seafile-data',
];
/** Where Windows says that OneDrive's folders are. */
const syncedVariables = ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'];

/**
 * Returns the synced folder (OneDrive, Dropbox, iCloud, 坚果云, 百度网盘 …) that a path lies in, links followed, or
 * null. Such programs copy a store page by page while it is written, and bring old pages back ([F28]).
 */
export function syncedFolderOf(folder: string, environment: NodeJS.ProcessEnv): string | null {
  const real = realPathOf(path.resolve(folder));
  const told = syncedVariables
    .map((name) => environment[name])
    .filter((one) => one !== undefined && one !== '');
  for (let at = real; ; at = path.dirname(at)) {
    if (isSyncedName(path.basename(at))) return at;
    if (told.some((one) => path.resolve(one ?? '') === at)) return at;
    if (syncedMarks.some((mark) => existsSync(path.join(at, mark)))) return at;
    if (path.dirname(at) === at) return null;
  }
}

function isSyncedName(name: string): boolean {
  const plain = name.normalize('NFC').toLowerCase();
  return syncedNames.has(plain) || syncedBeginnings.some((beginning) => plain.startsWith(beginning));
}

/** The path with links followed as far as it exists. */
function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const above = path.dirname(folder);
    return above === folder ? folder : path.join(realPathOf(above), path.basename(folder));
  }
}
