const words = {
  file: ['文件', 'File'],
  edit: ['编辑', 'Edit'],
  view: ['显示', 'View'],
  undo: ['撤销', 'Undo'],
  redo: ['重做', 'Redo'],
  cut: ['剪切', 'Cut'],
  copy: ['复制', 'Copy'],
  paste: ['粘贴', 'Paste'],
  selectAll: ['全选', 'Select all'],
  reload: ['重新载入', 'Reload'],
  zoomIn: ['放大', 'Zoom in'],
  zoomOut: ['缩小', 'Zoom out'],
  zoomReset: ['实际大小', 'Actual size'],
  fullScreen: ['全屏', 'Full screen'],
  print: ['打印…', 'Print …'],
  show: ['打开知客', 'Open Zhike'],
  callDesk: ['外呼', 'Call desk'],
  quit: ['退出知客', 'Quit Zhike'],
  queue: ['知客 · 待呼叫 {} 位客户', 'Zhike · {} clients to call'],
  locked: ['知客 · 已锁定', 'Zhike · locked'],
  callbackTitle: ['知客 · 回电提醒', 'Zhike · callback'],
  oneCallback: ['约定 {} 的回电到时间了', 'A callback agreed for {} is due'],
  manyCallbacks: ['{} 件约定到时间了', '{} things agreed for now are due'],
  missedCallback: ['约定 {} 的回电已过时间', 'A callback agreed for {} is late'],
  missedCallbacks: ['{} 件约定已过时间', '{} things agreed are late'],
  serviceEnded: [
    '工作站意外退出，正在重新启动；已保存的内容都在。',
    'The workstation ended unexpectedly and is being started again; everything saved is there.',
  ],
  serviceGone: [
    '工作站反复意外退出。请重启知客；若再次出现，请联系技术支持。',
    'The workstation keeps ending. Restart Zhike; call support if it happens again.',
  ],
} as const satisfies Record<string, readonly [string, string]>;

export type Say = (word: keyof typeof words, about?: number | string) => string;

/** Returns the native texts of a language. */
export function wordsIn(language: 'zh-CN' | 'en'): Say {
  return (word, about = 0) => words[word][language === 'zh-CN' ? 0 : 1].replace('{}', String(about));
}
