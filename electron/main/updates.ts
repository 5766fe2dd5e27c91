import { existsSync, readFileSync } from 'node:fs';

/** Reads the address of the update feed an IT department set in `updates.json`; null where none is: no updates then. */
export function updateFeed(file: string): string | null {
  try {
    if (!existsSync(file)) return null;
    const { feed } = JSON.parse(readFileSync(file, 'utf8')) as { feed?: unknown };
    return typeof feed === 'string' && URL.parse(feed)?.protocol === 'https:' ? feed : null;
  } catch {
    return null;
  }
}

/** Looks for an update on a feed of one's own and installs it at the next quit; failures are logged and harmless. */
export async function followUpdates(feed: string, log: (line: string) => void): Promise<void> {
  try {
    const { default: updater } = await import('electron-updater');
    updater.autoUpdater.setFeedURL({ provider: 'generic', url: feed });
    updater.autoUpdater.autoInstallOnAppQuit = true;
    await updater.autoUpdater.checkForUpdates();
  } catch (error) {
    log(`updates ${(error as Error).name}`);
  }
}
