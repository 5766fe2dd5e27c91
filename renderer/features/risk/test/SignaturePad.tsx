import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp, IconEraser } from '@tabler/icons-react';
import { useRef, type PointerEvent } from 'react';
import { signatureBox } from '#core/risk/signature.ts';
import classes from '#renderer/features/risk/test/choices.module.css';
import { useRiskWords } from '#renderer/features/risk/words.ts';

const leastStep = 2;
const longest = 58_000;

interface Props {
  /** The strokes so far as an SVG path in the signature box. */
  readonly path: string;
  readonly onChange: (path: string) => void;
  readonly signer?: 'CLIENT' | 'GUARDIAN';
}

/** A pad to sign on with finger, pen or mouse. A signature cannot be typed: the keyboard alone ends here. */
export function SignaturePad({ path, onChange, signer = 'CLIENT' }: Props) {
  const { t } = useRiskWords();
  const drawn = useRef({ path, x: 0, y: 0, isDown: false });

  const begin = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = pointOf(event);
    drawn.current = { path: joined(path, `M${x} ${y}`), x, y, isDown: true };
  };
  const draw = (event: PointerEvent<SVGSVGElement>): void => {
    const last = drawn.current;
    if (!last.isDown || last.path.length > longest) return;
    const { x, y } = pointOf(event);
    if (Math.hypot(x - last.x, y - last.y) < leastStep) return;
    drawn.current = { ...last, path: joined(last.path, `L${x} ${y}`), x, y };
    onChange(drawn.current.path);
  };
  const end = (): void => {
    drawn.current.isDown = false;
  };
  return (
    <div>
      <Text size="sm" mb={4} id="signature-label">
        {t(`sign.hint.${signer}`)}
      </Text>
      <svg
        viewBox={`0 0 ${signatureBox.width} ${signatureBox.height}`}
        className={classes['pad']}
        role="img"
        aria-labelledby="signature-label"
        data-testid="signature-pad"
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <path d={path} className={classes['ink']} />
      </svg>
      <Group gap="xs" mt={4}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBackUp size={14} />}
          disabled={path === ''}
          onClick={() => onChange(withoutLastStroke(path))}
        >
          {t('sign.undo')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconEraser size={14} />}
          disabled={path === ''}
          onClick={() => onChange('')}
        >
          {t('sign.clear')}
        </Button>
        <Text size="xs" c="dimmed" style={{ flex: 1 }}>
          {t(`sign.why.${signer}`)}
        </Text>
      </Group>
    </div>
  );
}

function pointOf(event: PointerEvent<SVGSVGElement>): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: within(((event.clientX - box.left) / box.width) * signatureBox.width, signatureBox.width),
    y: within(((event.clientY - box.top) / box.height) * signatureBox.height, signatureBox.height),
  };
}

function within(value: number, most: number): number {
  return Math.round(Math.min(most, Math.max(0, value)) * 10) / 10;
}

function joined(path: string, part: string): string {
  return path === '' ? part : `${path} ${part}`;
}

function withoutLastStroke(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('M'))).trim();
}
