import { escaped } from '../../../platform/escape-html.ts'

/** Attributes of an element; those that are false are left out. */
export function attributes(given: Record<string, string | boolean | undefined>): string {
  return Object.entries(given)
    .filter(([, value]) => value !== false && value !== undefined)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`))
    .join('')
}
