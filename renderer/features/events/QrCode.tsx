import { create } from 'qrcode';
import { useMemo } from 'react';

interface Props {
  readonly text: string;
  readonly sizePx: number;
}

/** A QR code as one SVG path: sharp on screen and paper, black on white in either colour scheme. */
export function QrCode({ text, sizePx }: Props) {
  const { path, side } = useMemo(() => pathOf(text), [text]);
  return (
    <svg
      role="img"
      aria-label={text}
      width={sizePx}
      height={sizePx}
      viewBox={`-4 -4 ${side + 8} ${side + 8}`}
      shapeRendering="crispEdges"
    >
      <rect x={-4} y={-4} width={side + 8} height={side + 8} fill="white" />
      <path d={path} fill="black" />
    </svg>
  );
}

function pathOf(text: string): { path: string; side: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'Q' });
  const side = modules.size;
  let path = '';
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      if (modules.get(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  return { path, side };
}
