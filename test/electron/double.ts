import { EventEmitter } from 'node:events';
import { MessageChannel, Worker, type MessagePort as NodePort } from 'node:worker_threads';
import type * as Electron from 'electron';

/**
 * Stands in for the `electron` module under Node, typed against Electron's own declarations: what the desktop
 * shell calls is recorded, what it subscribes to can be fired, and its utility process really runs, in a worker.
 */
export interface World {
  quits: number;
  hasLock: boolean;
  userData: string;
  appPath: string;
  schemes: Electron.CustomScheme[];
  handler: ((request: Request) => Promise<Response>) | null;
  windows: BrowserWindow[];
  menus: Electron.MenuItemConstructorOptions[][];
  tooltips: string[];
  errors: string[];
  /** What was handed to the system: numbers to dial. */
  external: string[];
  /** Desktop notifications, as they were shown. */
  notifications: Notification[];
  protocolClient: string | null;
  storageBackend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>;
  isEncryptionAvailable: boolean;
  workers: Worker[];
  permissionRequest: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
  permissionCheck: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
  devicePermission: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
  beforeRequest: ((details: { url: string }, answer: (answer: { cancel?: boolean }) => void) => void) | null;
}

export const world: World = freshWorld();

function freshWorld(): World {
  return {
    quits: 0,
    hasLock: true,
    userData: '',
    appPath: '',
    schemes: [],
    handler: null,
    windows: [],
    menus: [],
    tooltips: [],
    errors: [],
    external: [],
    notifications: [],
    protocolClient: null,
    storageBackend: 'gnome_libsecret',
    isEncryptionAvailable: true,
    workers: [],
    permissionRequest: null,
    permissionCheck: null,
    devicePermission: null,
    beforeRequest: null,
  };
}

/** Forgets everything: the next import of the built main starts in a new world. */
export function reset(change: Partial<World>): void {
  app.removeAllListeners();
  ipcMain.removeAllListeners();
  Object.assign(world, freshWorld(), change);
}

export class Notification extends EventEmitter {
  readonly options: Electron.NotificationConstructorOptions;
  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  static isSupported = (): boolean => true;
  show = (): void => void world.notifications.push(this);
}

class FakeApp extends EventEmitter {
  getAppPath = (): string => world.appPath;
  getPath = (): string => world.userData;
  setPath = (_name: string, place: string): void => {
    world.userData = place;
  };
  getLocale = (): string => 'zh-CN';
  getVersion = (): string => '0.1.0';
  requestSingleInstanceLock = (): boolean => world.hasLock;
  setAsDefaultProtocolClient = (scheme: string): boolean => {
    world.protocolClient = scheme;
    return true;
  };
  whenReady = (): Promise<void> => Promise.resolve();
  quit = (): void => {
    let isHeld = false;
    this.emit('before-quit', { preventDefault: () => (isHeld = true) });
    if (!isHeld) world.quits += 1;
  };
}
export const app = new FakeApp() satisfies Pick<
  Electron.App,
  'getAppPath' | 'getLocale' | 'getVersion' | 'requestSingleInstanceLock' | 'quit' | 'whenReady'
>;

export const shell = {
  openExternal: (url: string): Promise<void> => {
    world.external.push(url);
    return Promise.resolve();
  },
} satisfies Pick<Electron.Shell, 'openExternal'>;

export const ipcMain = new EventEmitter();

export const protocol = {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]): void => {
    world.schemes = schemes;
  },
  handle: (_scheme: string, handler: (request: Request) => Promise<Response>): void => {
    world.handler = handler;
  },
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: World['permissionRequest']): void => {
      world.permissionRequest = handler;
    },
    setPermissionCheckHandler: (handler: World['permissionCheck']): void => {
      world.permissionCheck = handler;
    },
    setDevicePermissionHandler: (handler: World['devicePermission']): void => {
      world.devicePermission = handler;
    },
    webRequest: {
      onBeforeRequest: (handler: NonNullable<World['beforeRequest']>): void => {
        world.beforeRequest = handler;
      },
    },
  },
};

export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => Electron.WindowOpenHandlerResponse) | null = null;
  readonly ports: PortMain[] = [];
  url = 'app://zhike/index.html';
  getURL = (): string => this.url;
  setWindowOpenHandler = (handler: FakeContents['openHandler']): void => {
    this.openHandler = handler;
  };
  postMessage = (_channel: string, _message: unknown, ports: PortMain[] = []): void => {
    this.ports.push(...ports);
    this.emit('port');
  };
  print = (): void => {};
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly urls: string[] = [];
  readonly options: Electron.BrowserWindowConstructorOptions;
  shown = 0;
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    world.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  loadURL = (url: string): Promise<void> => {
    this.urls.push(url);
    return Promise.resolve();
  };
  show = (): void => {
    this.shown += 1;
  };
  focus = (): void => {};
  isInFront = false;
  isFocused = (): boolean => this.isInFront;
  restore = (): void => {};
  maximize = (): void => {};
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => false;
  getNormalBounds = (): Electron.Rectangle => ({ x: 40, y: 50, width: 1200, height: 700 });
}

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
};

export const Menu = {
  setApplicationMenu: (): void => {},
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => {
    world.menus.push(template);
    return template;
  },
};

export class Tray extends EventEmitter {
  setToolTip = (text: string): void => {
    world.tooltips.push(text);
  };
  setTitle = (): void => {};
  setContextMenu = (): void => {};
}
export const nativeImage = { createFromPath: (file: string) => ({ file }) };
export const dialog = {
  showErrorBox: (_title: string, text: string): void => {
    world.errors.push(text);
  },
};

/** A keychain that is easily told from no keychain: it turns the text around. */
export const safeStorage = {
  getSelectedStorageBackend: () => world.storageBackend,
  isAsyncEncryptionAvailable: () => Promise.resolve(world.isEncryptionAvailable),
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from([...text].toReversed().join(''))),
  decryptStringAsync: (sealed: Buffer) =>
    Promise.resolve({ result: [...sealed.toString()].toReversed().join(''), shouldReEncrypt: false }),
} satisfies Partial<Electron.SafeStorage>;

/** A port as Electron's main sees it, over Node's. */
export class PortMain extends EventEmitter {
  readonly port: NodePort;
  constructor(port: NodePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between processes has no origin
  postMessage = (message: unknown): void => this.port.postMessage(message);
  start = (): void => {
    this.port.on('message', (data: unknown) => this.emit('message', { data }));
  };
  close = (): void => this.port.close();
}

export class MessageChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortMain(port1);
    this.port2 = new PortMain(port2);
  }
}

class FakeProcess extends EventEmitter {
  readonly worker: Worker;
  constructor(file: string) {
    super();
    this.worker = new Worker(new URL('service-worker.ts', import.meta.url), { workerData: { file } });
    world.workers.push(this.worker);
    this.worker.on('message', (message: unknown) => this.emit('message', message));
    this.worker.on('error', (error) => world.errors.push(String(error.stack)));
    this.worker.on('exit', (code) => this.emit('exit', code));
  }
  postMessage = (message: unknown, ports: PortMain[] = []): void => {
    const [port] = ports;
    this.worker.postMessage({ message, port: port?.port ?? null }, port ? [port.port] : []);
  };
  kill = (): boolean => {
    void this.worker.terminate();
    return true;
  };
}
export const utilityProcess = { fork: (file: string) => new FakeProcess(file) };
