/** Returns the bytes of a base64 text, as files come over the contract. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0);
}

/** Hands a file to the shell's own "save as". */
export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads it after the click; a minute is longer than any of them takes to begin.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
