export const ACCENT = '#4453c4'
export const QUIET = '#687082'
export const LINE = '#e3e5ea'

/** A text with nothing in it that HTML could take for its own. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
