import type { MantineColor } from '@mantine/core';

/** One colour per meaning, the same on every screen. */
export const stageColour: Readonly<Record<string, MantineColor>> = {
  ACQUISITION: 'gray',
  ACTIVATION: 'cyan',
  EXPIRED: 'gray',
  GROWTH: 'brand',
  MATURITY: 'indigo',
  DECLINE: 'orange',
  CHURNED: 'red',
};

export const tierColour: Readonly<Record<string, MantineColor>> = {
  MASS: 'gray',
  POTENTIAL: 'cyan',
  VIP: 'yellow',
  PRIVATE: 'grape',
};

export const verdictColour = { ok: 'teal', steps: 'yellow', blocked: 'red' } as const satisfies Record<
  string,
  MantineColor
>;
