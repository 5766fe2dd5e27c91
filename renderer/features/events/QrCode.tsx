import { create } from 'qrcode';
import { useMemo } from 'react';
import { modulePath } from '#core/events/module-path.ts';

interface Props {
  readonly text: string;
  readonly sizePx: number;
}

/** A QR code as one SVG path: sharp on screen and paper, black on white in either colour scheme. */
export function QrCode({ text, sizePx }: Props) {
  const { path, side } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: 'Q' });
    return { path: modulePath(modules), side: modules.size };
  }, [text]);
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
