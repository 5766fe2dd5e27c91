import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import { assetOf } from '#core/shells/assets.ts';
import { pagePolicy, readerPolicy } from '#core/shells/page-policy.ts';

/** The only place the window ever shows. */
export const appOrigin = 'app://zhike';
export const startPage = `${appOrigin}/index.html`;

/** True for addresses of the screen itself. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'app:' && parsed.host === 'zhike';
}

/** Declares the scheme; must run before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built screen under app://zhike with the strict content policy ([SH4]); the telephone server may change between loads. */
export function serveScheme(screenDir: string, phoneServer: () => string | null): void {
  protocol.handle('app', async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const headers = { ...fixedHeaders, ...pagePolicy([], phoneServer()) };
    const asset = host === 'zhike' && method === 'GET' ? assetOf(pathname) : null;
    const body = asset && (await readFile(path.join(screenDir, asset.relative)).catch(() => null));
    if (!asset || !body) return new Response('Not found', { status: 404, headers });
    const policy = asset.isCodeReader ? readerPolicy : {};
    return new Response(new Uint8Array(body), {
      headers: { ...headers, ...policy, 'content-type': asset.type },
    });
  });
}

const fixedHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
