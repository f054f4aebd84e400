import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const gray: MantineColorsTuple = [
  '#fafafa',
  '#f4f4f5',
  '#e9e9ec',
  '#dcdce0',
  '#c4c4ca',
  '#9c9ca5',
  '#65656e',
  '#4a4a52',
  '#303036',
  '#18181b',
]

const dark: MantineColorsTuple = [
  '#dedee3',
  '#c2c2c9',
  '#a3a3ad',
  '#6b6b75',
  '#45454d',
  '#34343b',
  '#27272c',
  '#18181b',
  '#121214',
  '#0b0b0c',
]

const indigo: MantineColorsTuple = [
  '#eef2ff',
  '#e0e7ff',
  '#c7d2fe',
  '#a5b4fc',
  '#8b95f9',
  '#6366f1',
  '#4f46e5',
  '#4338ca',
  '#3730a3',
  '#312e81',
]

/** The look: neutral greys, one accent, 14 px text, the reader's own system font. */
export const theme = createTheme({
  colors: { gray, dark, indigo },
  primaryColor: 'indigo',
  primaryShade: { light: 6, dark: 6 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem', xl: '1rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm', fw: 500 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, fz: 'xs' } },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true } },
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } },
      styles: { title: { fontWeight: 600, fontSize: 'var(--mantine-font-size-lg)' } },
    },
    InputWrapper: { defaultProps: { labelProps: { mb: 4 } } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
  },
})

/** Kith's own tokens, each with its value in the light and in the dark scheme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--kith-row': '2.25rem',
    '--kith-sidebar': '14rem',
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#18181b',
    '--mantine-color-dimmed': '#65656e',
    '--mantine-color-placeholder': '#74747d',
    '--mantine-color-error': '#b91c1c',
    '--kith-hairline': '#e9e9ec',
    '--kith-raised': '#fafafa',
    '--kith-hover': '#f4f4f5',
    '--kith-selected': '#eef2ff',
    '--kith-accent': '#4f46e5',
    '--kith-good': '#166534',
    '--kith-soon': '#8a4b08',
    '--kith-bad': '#b91c1c',
  },
  dark: {
    '--mantine-color-body': '#18181b',
    '--mantine-color-text': '#ececef',
    '--mantine-color-dimmed': '#a3a3ad',
    '--mantine-color-placeholder': '#8b8b95',
    '--mantine-color-error': '#f87171',
    '--kith-hairline': '#2d2d33',
    '--kith-raised': '#121214',
    '--kith-hover': '#222226',
    '--kith-selected': '#25254a',
    '--kith-accent': '#a5b4fc',
    '--kith-good': '#4ade80',
    '--kith-soon': '#fbbf24',
    '--kith-bad': '#f87171',
  },
})
