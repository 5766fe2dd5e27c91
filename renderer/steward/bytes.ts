type Bytes = Uint8Array<ArrayBuffer>;

/** Returns a text as bytes. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Returns SHA-256 of a text in lower-case hexadecimal. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Packs bytes with gzip. */
export function gzip(bytes: Bytes): Promise<Bytes> {
  return passedThrough(bytes, new CompressionStream('gzip'));
}

/** Unpacks what `gzip` packed. Rejects where it is damaged. */
export function gunzip(bytes: Bytes): Promise<Bytes> {
  return passedThrough(bytes, new DecompressionStream('gzip'));
}

/** Returns bytes as base64. */
export function toBase64(bytes: Bytes): string {
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
}

async function passedThrough(bytes: Bytes, stream: CompressionStream | DecompressionStream): Promise<Bytes> {
  const passed = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(passed).arrayBuffer());
}
