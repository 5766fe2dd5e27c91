const names: Readonly<Record<string, string>> = {
  win32: 'Windows',
  Windows_NT: 'Windows',
  darwin: 'macOS',
  Darwin: 'macOS',
  linux: 'Linux',
  calendar: 'iCalendar',
};

/** Names an operating system the way its maker does; versions and processors help nobody to know a laptop again. */
export function platformWords(platform: string): string {
  const [system = ''] = platform.split(/[-\s/]/);
  return names[system] ?? system;
}
