import {
  darken,
  lighten,
  luminance,
  toRgba,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineTheme,
} from '@mantine/core';

/** WCAG 2.2 AA for text is 4.5:1; the rest is room for rounding and for blending of hovered rows. */
const wanted = 4.6;
const step = 0.03;
const tintShare = 0.4;

/** The contrast of two colours, 1 to 21, as WCAG 2.2 defines it. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The first shade of a colour, on its way to black or white, that can be read on every ground given. */
function readable(colour: string, grounds: readonly string[], towards: typeof darken): string {
  for (let amount = 0; amount < 1; amount += step) {
    const shade = towards(colour, amount);
    if (grounds.every((ground) => contrast(shade, ground) >= wanted)) return shade;
  }
  return towards(colour, 1);
}

/** Some of a colour in a dark ground: a tint that is calm by night, where a mere darker shade glows. */
function tintOf(colour: string, ground: string, share: number): string {
  const [over, under] = [toRgba(colour), toRgba(ground)];
  const mix = (channel: 'r' | 'g' | 'b'): number =>
    Math.round(over[channel] * share + under[channel] * (1 - share));
  return `rgb(${mix('r')}, ${mix('g')}, ${mix('b')})`;
}

type Variables = Record<string, string>;

function lightInk(name: string, shades: MantineColorsTuple): Variables {
  const ink = readable(shades[8], ['#ffffff', shades[0], shades[1]], darken);
  return inkVariables(name, ink);
}

function darkInk(name: string, shades: MantineColorsTuple, ground: string): Variables {
  const tint = tintOf(shades[9], ground, tintShare);
  return {
    ...inkVariables(name, readable(shades[4], [ground, tint], lighten)),
    [`--mantine-color-${name}-light`]: tint,
    [`--mantine-color-${name}-light-hover`]: tintOf(shades[9], ground, tintShare + 0.15),
  };
}

function inkVariables(name: string, ink: string): Variables {
  const prefix = `--mantine-color-${name}`;
  return { [`${prefix}-text`]: ink, [`${prefix}-light-color`]: ink, [`${prefix}-outline`]: ink };
}

function inks(theme: MantineTheme, ink: (name: string, shades: MantineColorsTuple) => Variables): Variables {
  return Object.assign({}, ...Object.entries(theme.colors).map(([name, shades]) => ink(name, shades)));
}

const shared: Variables = {
  '--mantine-color-error': 'var(--mantine-color-red-text)',
  '--mantine-color-success': 'var(--mantine-color-teal-text)',
  '--mantine-color-anchor': 'var(--mantine-primary-color-light-color)',
  '--mantine-color-placeholder': 'var(--mantine-color-dimmed)',
};

/** Replaces the inks of Mantine that fall below 4.5:1: dimmed, placeholders, coloured text, pills and outlines. */
export const readableInks: CSSVariablesResolver = (theme) => {
  const { gray, dark } = theme.colors;
  const brand = theme.colors[theme.primaryColor] ?? gray;
  const darkGrounds = [dark[6], tintOf(brand[9], dark[6], tintShare)];
  return {
    variables: {},
    light: {
      ...inks(theme, lightInk),
      ...shared,
      '--mantine-color-dimmed': readable(gray[6], ['#ffffff', gray[1], brand[1]], darken),
    },
    dark: {
      ...inks(theme, (name, shades) => darkInk(name, shades, dark[6])),
      ...shared,
      // The darkest greys would be holes in a dark page.
      '--mantine-color-gray-light': dark[5],
      '--mantine-color-gray-light-hover': dark[4],
      '--mantine-color-dimmed': readable(dark[2], darkGrounds, lighten),
      // One step brighter than by day: a button has to stand out from a dark ground too.
      '--mantine-color-brand-filled': brand[7],
      '--mantine-color-brand-filled-hover': brand[8],
    },
  };
};
