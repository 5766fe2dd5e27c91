/** What making folders takes, passed in: this room has no files. */
export interface FolderMaker {
  readonly isThere: (path: string) => boolean;
  /** The folder a path lies in; the path itself at the top. */
  readonly above: (path: string) => string;
  /** Makes one folder; throws the system's error, `EEXIST` where another was quicker. */
  readonly make: (path: string) => void;
}

/**
 * Makes a folder and those above it that are missing, one by one: Node's own way never comes back from a place where
 * nothing can be made, as under `/proc`. Throws the system's error.
 */
export function makeFolderBy(maker: FolderMaker, absolute: string): void {
  if (maker.isThere(absolute)) return;
  const above = maker.above(absolute);
  if (above !== absolute) makeFolderBy(maker, above);
  try {
    maker.make(absolute);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'EEXIST') throw error;
  }
}
