/** The dark squares of a QR code, as its maker gives them. */
export interface Modules {
  readonly size: number;
  get(row: number, column: number): unknown;
}

/** Returns the dark squares as one SVG path of unit squares, runs of a row drawn at once: no hairlines between them on paper. */
export function modulePath(modules: Modules): string {
  const { size } = modules;
  let path = '';
  for (let row = 0; row < size; row += 1) {
    let run = 0;
    for (let column = 0; column <= size; column += 1) {
      if (column < size && modules.get(row, column)) run += 1;
      else if (run > 0) {
        path += `M${column - run} ${row}h${run}v1h-${run}z`;
        run = 0;
      }
    }
  }
  return path;
}
