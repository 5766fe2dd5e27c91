import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron';
import type { Say } from '#electron/main/words.ts';

export interface Actions {
  readonly show: () => void;
  readonly goTo: (link: string) => void;
  readonly print: () => void;
  readonly quit: () => void;
}

/** Sets the native menu in a language; no developer tools in it. */
export function setMenu(say: Say, { print, quit }: Actions): void {
  const role = (
    label: string,
    name: NonNullable<MenuItemConstructorOptions['role']>,
  ): MenuItemConstructorOptions => ({
    label,
    role: name,
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: say('file'),
        submenu: [
          { label: say('print'), accelerator: 'CmdOrCtrl+P', click: print },
          line,
          { label: say('quit'), accelerator: 'CmdOrCtrl+Q', click: quit },
        ],
      },
      {
        label: say('edit'),
        submenu: [
          role(say('undo'), 'undo'),
          role(say('redo'), 'redo'),
          line,
          role(say('cut'), 'cut'),
          role(say('copy'), 'copy'),
          role(say('paste'), 'paste'),
          role(say('selectAll'), 'selectAll'),
        ],
      },
      {
        label: say('view'),
        submenu: [
          role(say('reload'), 'reload'),
          line,
          role(say('zoomIn'), 'zoomIn'),
          role(say('zoomOut'), 'zoomOut'),
          role(say('zoomReset'), 'resetZoom'),
          line,
          role(say('fullScreen'), 'togglefullscreen'),
        ],
      },
    ]),
  );
}

/** The tray icon: how many clients wait to be called, and the way back to the window. */
export interface QueueTray {
  readonly show: (say: Say, count: number | null) => void;
}

/** Makes the tray icon. */
export function createTray(icon: string, actions: Actions): QueueTray {
  const tray = new Tray(nativeImage.createFromPath(icon));
  tray.on('click', actions.show);
  return {
    show: (say, count) => {
      tray.setToolTip(count === null ? say('locked') : say('queue', count));
      // Only macOS shows text beside the icon.
      tray.setTitle?.(count ? String(count) : '');
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: count === null ? say('locked') : say('queue', count), enabled: false },
          { type: 'separator' },
          { label: say('show'), click: actions.show },
          { label: say('callDesk'), click: () => actions.goTo('zhike://calls') },
          { label: say('quit'), click: actions.quit },
        ]),
      );
    },
  };
}
