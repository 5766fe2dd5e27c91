import { NumberInput, type NumberInputProps } from '@mantine/core';
import { fenOf } from '#renderer/lib/yuan.ts';

interface Props extends Pick<NumberInputProps, 'label' | 'description' | 'withAsterisk'> {
  /** What stands there at first, in fen; what is typed afterwards is the field's own. */
  readonly firstFen?: number | null;
  readonly onFen: (amountFen: number | null) => void;
  readonly 'data-testid'?: string;
}

/** An amount of money typed in yuan and told in fen; null while there is none. */
export function YuanInput({ firstFen = null, onFen, ...labels }: Props) {
  return (
    <NumberInput
      {...labels}
      min={0}
      max={1e12}
      decimalScale={2}
      thousandSeparator=","
      hideControls
      defaultValue={firstFen === null ? '' : firstFen / 100}
      onChange={(typed) => onFen(fenOf(typed))}
    />
  );
}
