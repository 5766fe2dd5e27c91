import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrowserWindow, screen, type Rectangle } from 'electron';
import { startPage } from '#electron/main/scheme.ts';

const smallest = { width: 1024, height: 680 };
const usual = { width: 1366, height: 768 };

/** Opens the one window, where and as large as it was, if that place is still on a screen. */
export function openWindow(stateFile: string, preload: string): BrowserWindow {
  const state = readState(stateFile);
  const window = new BrowserWindow({
    ...usual,
    ...state?.bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: '知客 Zhike',
    backgroundColor: '#f8f9fa',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (state?.isMaximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => keepState(stateFile, window));
  void window.loadURL(startPage);
  return window;
}

interface WindowState {
  readonly bounds: Rectangle;
  readonly isMaximised: boolean;
}

function readState(file: string): WindowState | null {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as WindowState;
    const { x, y, width, height } = state.bounds;
    const isVisible = screen.getAllDisplays().some(({ workArea }) => {
      const isInside = x < workArea.x + workArea.width - 100 && x + width > workArea.x + 100;
      return isInside && y >= workArea.y - 10 && y < workArea.y + workArea.height - 100;
    });
    return isVisible && width >= smallest.width && height >= smallest.height ? state : null;
  } catch {
    return null;
  }
}

/** Where the window stands is a convenience: a disk that does not take it stops nobody from closing. */
function keepState(file: string, window: BrowserWindow): void {
  try {
    const state: WindowState = { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() };
    writeFileSync(file, JSON.stringify(state));
  } catch {
    // The window opens at its usual place next time.
  }
}

/** The preload that the build puts beside main. */
export function preloadFile(mainDir: string): string {
  return path.join(mainDir, '..', 'preload', 'index.cjs');
}
