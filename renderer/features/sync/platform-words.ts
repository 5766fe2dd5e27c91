const names: Readonly<Record<string, string>> = { win32: 'Windows', darwin: 'macOS', linux: 'Linux' };

/** Names an operating system the way its maker does, with the processor where the device told it: `Windows · x64`. */
export function platformWords(platform: string): string {
  const [system = '', ...rest] = platform.split(/[-\s/]/);
  return [names[system] ?? system, ...rest].filter(Boolean).join(' · ');
}
