import { bytesOf, saveBlob } from '#renderer/lib/save-blob.ts';

const folderKey = 'zhike.paper-folder';

/** Hands a PDF to the shell's own "save as". */
export function offerFile({ bytes, name }: { readonly bytes: string; readonly name: string }): void {
  saveBlob(new Blob([bytesOf(bytes)], { type: 'application/pdf' }), name);
}

/** Returns the folder papers were last written to from this screen, or null. */
export function rememberedFolder(): string | null {
  return globalThis.localStorage.getItem(folderKey);
}

/** Remembers where papers are written to; it is no secret and no client's. */
export function rememberFolder(folder: string): void {
  globalThis.localStorage.setItem(folderKey, folder);
}
