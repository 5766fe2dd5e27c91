import type { Language } from '#scripts/start/options.ts';

/** Everything `npm start` says, in both languages. `{}` is what it is about. */
const words = {
  unknownOption: [
    '不认识的选项：{}。用 npm start -- --help 查看全部选项。',
    'Unknown option: {}. See npm start -- --help for all of them.',
  ],
  badNumber: ['需要一个范围内的整数：{}。', 'A whole number within the range is needed: {}.'],
  badLanguage: ['不支持的语言：{}。可选 zh-CN 或 en。', 'Unknown language: {}. Choose zh-CN or en.'],
  badUrl: ['中心地址不是有效的网址：{}。', 'The address of the centre is not a web address: {}.'],
  contradiction: ['这些选项不能这样搭配：{}。', 'These options do not go together like this: {}.'],
  portTaken: [
    '端口 {} 已被占用。请换一个（--port 或 --central-port），或不指定，由程序自选。',
    'Port {} is taken. Choose another (--port or --central-port), or give none and a free one is found.',
  ],
  IN_USE: [
    '数据文件夹 {} 正被另一个知客使用。请先关闭它，或用 --data 另选文件夹。',
    'Another Zhike is using the data folder {}. Close it first, or choose another folder with --data.',
  ],
  READ_ONLY: [
    '数据文件夹 {} 无法写入（只读或没有权限）。请修改权限，或用 --data 另选文件夹。',
    'The data folder {} cannot be written (read-only, or no permission). Change that, or choose another with --data.',
  ],
  FULL: [
    '数据文件夹 {} 所在的磁盘已满。请清理空间后再启动。',
    'The disk of the data folder {} is full. Free some space and start again.',
  ],
  CANNOT_OPEN: [
    '数据文件夹 {} 无法使用。请检查路径和权限，或用 --data 另选文件夹。',
    'The data folder {} cannot be used. Check path and permissions, or choose another with --data.',
  ],
  SYNCED_FOLDER: [
    '数据文件夹 {} 在网盘或云同步目录里，同步软件会弄坏资料库。请用 --data 选一个不同步的文件夹。',
    'The data folder {} lies in a cloud-synced folder, whose sync program would break the store. Choose one that is not synced with --data.',
  ],
  centralFailed: ['中心系统没有启动：{}', 'The central system did not start: {}'],
  BOOK_LOST: [
    '数据文件夹记得的支行不在中心的数据库里（数据库被删除或更换）。请恢复备份，或用 --data 另选文件夹。',
    'The branch this data folder remembers is not in the database of the centre (it was removed or replaced). Restore a backup, or choose another folder with --data.',
  ],
  FolderInUse: [
    '数据文件夹里的中心系统已在运行。请先停止它，或用 --data 另选文件夹。',
    'The central system of this data folder is running already. Stop it first, or choose another folder with --data.',
  ],
  DATABASE_HELD: [
    '数据文件夹 {} 里的数据库仍被先前运行留下的进程占用。请稍等再启动；还不行就重新启动电脑。',
    'Processes of an earlier run still hold the database in the data folder {}. Wait a moment and start again; if that does not help, restart the computer.',
  ],
  DATABASE_DISK_FULL: [
    '数据文件夹 {} 所在的磁盘已满，数据库无法启动。请清理空间后再启动。',
    'The disk of the data folder {} is full, so the database cannot start. Free some space and start again.',
  ],
  DATABASE_FAILED: [
    '中心的数据库没有启动。请再启动一次；反复如此请恢复备份。数据库的日志：{}',
    'The database of the centre did not start. Start again; if it stays so, restore a backup. Its log: {}',
  ],
  workstationFailed: ['工作站没有启动：{}', 'The workstation did not start: {}'],
  buildFailed: ['界面没有构建成功：{}', 'The screen could not be built: {}'],
  dataFolder: ['数据文件夹 {}', 'data folder {}'],
  building: ['构建界面（源码有变化）…', 'building the screen (its sources changed) …'],
  built: ['界面已就绪 {}', 'screen ready {}'],
  centralStarting: [
    '启动中心系统（内嵌 PostgreSQL）…',
    'starting the central system (embedded PostgreSQL) …',
  ],
  centralReady: ['中心系统已就绪 {}', 'central system ready {}'],
  rows: ['写入示例数据 {} 行', 'sample book: {} rows written'],
  bookMade: ['示例支行已建立 {}', 'sample branch made {}'],
  emptyMade: ['空白支行已建立 {}', 'empty branch made {}'],
  bookKept: [
    '沿用已有的数据（{}）；--clients 和 --empty 只在首次启动时有效',
    'using the book that is there ({}); --clients and --empty count on first start only',
  ],
  samplePassphrase: [
    '示例数据的口令（启用时没有改过的话）：{}',
    'passphrase of the sample book, unless another was chosen: {}',
  ],
  codeMade: ['本机的一次性注册码：{}', 'one-time code for this workstation: {}'],
  secondCode: [
    '再开一台工作站：npm start -- --data 另一文件夹 {}',
    'to open a second workstation: npm start -- --data ANOTHER-FOLDER {}',
  ],
  joining: ['连接已有的中心 {}', 'joining the centre at {}'],
  electronFetching: ['下载 Electron（最多等 {} 秒）…', 'fetching Electron (waiting {} s at most) …'],
  electronHere: ['在 Electron 中打开', 'opening in Electron'],
  electronMissing: ['没有 Electron，改用浏览器窗口', 'no Electron here: using the browser shell'],
  electronRoot: [
    '以 root 运行，Electron 的沙箱不可用，改用浏览器窗口',
    'running as root, where Electron has no sandbox: using the browser shell',
  ],
  noDisplay: [
    '没有图形界面：请在浏览器里打开下面的地址',
    'no display here: open the address below in a browser',
  ],
  opening: ['已打开应用窗口（{}）', 'opened as an app window ({})'],
  noBrowser: ['没有找到浏览器：请自己打开下面的地址', 'no browser found: open the address below yourself'],
  newLink: ['新的一次性链接：{}', 'new one-time link: {}'],
  linkHint: ['按回车键可打印新的链接，Ctrl-C 停止', 'Enter prints a new link, Ctrl-C stops'],
  restarting: ['工作站意外退出，正在重新启动', 'the workstation ended unexpectedly; starting it again'],
  centralEnded: [
    '中心系统意外退出，正在重新启动',
    'the central system ended unexpectedly; starting it again',
  ],
  givingUp: ['反复意外退出，不再重启。日志：{}', 'it keeps ending; giving up. Log: {}'],
  stopping: ['正在停止…', 'stopping …'],
  stopped: ['已停止，全部数据已落盘', 'stopped; everything is on disk'],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof words;

/** Says a sentence in the terminal's language. */
export type Say = (word: Word, about?: string | number) => string;

/** Returns the sentences of one language. */
export function wordsIn(language: Language): Say {
  return (word, about = '') => words[word][language === 'zh-CN' ? 0 : 1].replaceAll('{}', String(about));
}

/** Returns the language the terminal asks for; Chinese where it asks for none. */
export function terminalLanguage(environment: NodeJS.ProcessEnv): Language {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^(|C|C\..*|POSIX|zh.*)$/i.test(locale) ? 'zh-CN' : 'en';
}

/** The help text of `npm start`. */
export function helpText(language: Language, dataDir: string): string {
  return (language === 'zh-CN' ? helpZh : helpEn).replace('{}', dataDir);
}

const helpEn = `npm start -- [options]

  --no-open            open nothing, only print the address
  --port N             port of the browser shell (default: a free one)
  --central-port N     port of the central system (default: a free one)
  --data DIR           data folder (default: {})
  --clients N          size of the sample book made on first start (default: 300)
  --empty              first start without a sample book
  --lang zh-CN|en      language of the terminal and of the first screen
  --central URL        join a centre that runs elsewhere; brings up no own one
  --code CODE          one-time code for that centre
  --help               this text

The last line on stdout is "ready <address>". Ctrl-C stops everything cleanly.
`;

const helpZh = `npm start -- [选项]

  --no-open            不打开窗口，只打印地址
  --port N             浏览器窗口的端口（默认自选空闲端口）
  --central-port N     中心系统的端口（默认自选空闲端口）
  --data DIR           数据文件夹（默认 {}）
  --clients N          首次启动时示例客户的数量（默认 300）
  --empty              首次启动时不写示例数据
  --lang zh-CN|en      终端和首屏的语言
  --central URL        连接别处已有的中心，不启动自己的
  --code CODE          该中心的一次性注册码
  --help               本说明

标准输出的最后一行是 “ready <地址>”。Ctrl-C 会干净地停止一切。
`;
