/** A file of the built screen, by its address; the shell reads it from its own place. */
export interface AssetName {
  /** Relative to the folder of the built screen, with `/`. */
  readonly relative: string;
  readonly type: string;
  /** True for files whose name carries a hash of their content: they may be cached for ever. */
  readonly isFrozen: boolean;
  /** True for the worker that reads codes from the camera's picture, which has a policy of its own ([SH30]). */
  readonly isCodeReader: boolean;
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  mp3: 'audio/mpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  wav: 'audio/wav',
  woff2: 'font/woff2',
};

/** Names the file behind a path such as `/assets/index.js`; null for one that leads out of the folder or is no page's file ([SH5]). */
export function assetOf(pathname: string): AssetName | null {
  const address = decoded(pathname === '/' ? '/index.html' : pathname);
  if (address === null || !/^(?:\/[\w@~-][\w.@~-]*)+$/.test(address)) return null;
  const type = types[address.slice(address.lastIndexOf('.') + 1)];
  if (!type) return null;
  const isFrozen = /^(?:\/steward)?\/assets\//.test(address);
  const isCodeReader = isFrozen && /\/code-reader\.worker-[\w-]+\.js$/.test(address);
  return { relative: address.slice(1), type, isFrozen, isCodeReader };
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
