import i18next from 'i18next';
import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Pine: the one brand colour. */
const brand: MantineColorsTuple = [
  '#ebf7f4',
  '#d6ece6',
  '#aed9cd',
  '#82c5b2',
  '#5db49b',
  '#44a98d',
  '#359f82',
  '#26826a',
  '#17695a',
  '#0a5445',
];

/** What a screen reader calls the cross of a window, in the language of the moment. */
const named = () => ({ closeButtonProps: { 'aria-label': i18next.t('close') } });

/** The look of the workstation: dense, calm, tabular figures, on a 4 px grid. */
export const theme = createTheme({
  colors: { brand },
  primaryColor: 'brand',
  primaryShade: 8,
  defaultRadius: 'sm',
  respectReducedMotion: true,
  autoContrast: true,
  // Below this white on a filled ground reaches 4.5:1, above it black does.
  luminanceThreshold: 0.183,
  fontFamily:
    'var(--zhike-marks, "PingFang SC"), "PingFang SC", "Microsoft YaHei UI", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono", Consolas, "Noto Sans Mono CJK SC", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Badge: { defaultProps: { variant: 'light', size: 'sm', radius: 'sm', tt: 'none' } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'xs', fz: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    // Without the placeholder, which is no item and may not stand in a menu, the first item has the focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: named, styles: { title: { fontWeight: 600 } } },
    Drawer: { defaultProps: named, styles: { title: { fontWeight: 600 } } },
    Notification: { defaultProps: named },
    InputClearButton: { defaultProps: () => ({ 'aria-label': i18next.t('clear') }) },
    ActionIcon: { defaultProps: { variant: 'subtle' } },
  },
});
