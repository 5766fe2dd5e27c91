/**
 * Returns the Content-Security-Policy of the screen: scripts from its own origin only and none inline ([SH4]).
 * Styles may be inline because the component library sets them on elements. `connect` names what it may talk to.
 */
function contentPolicy(connect: readonly string[]): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `media-src 'self' blob:`,
    `font-src 'self' data:`,
    `worker-src 'self' blob:`,
    `connect-src ${[`'self'`, ...connect].join(' ')}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `object-src 'none'`,
  ].join('; ');
}

/**
 * Returns the headers that hold the screen to itself. With a telephone server, and only then, it may talk to that one
 * origin and use the microphone ([SH28]). `connect` names what else it may talk to.
 */
export function pagePolicy(connect: readonly string[], phoneServer: string | null): Record<string, string> {
  const microphone = phoneServer === null ? '()' : '(self)';
  return {
    'content-security-policy': contentPolicy(phoneServer === null ? connect : [...connect, phoneServer]),
    // The camera serves the check-in scanner; nothing else of the machine is the screen's business.
    'permissions-policy': `camera=(self), microphone=${microphone}, geolocation=(), usb=(), serial=(), payment=()`,
  };
}

/**
 * The policy of the one worker that reads codes from the camera's picture: it alone may compile WebAssembly, and it
 * reaches nothing but its own origin ([SH30]). The screen itself may not: a worker has a policy of its own.
 */
export const readerPolicy: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'`,
};
