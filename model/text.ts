/** The first characters of a text, at most `length` UTF-16 units, and no half of a character at the end. */
export function startOf(text: string, length: number): string {
  const start = text.slice(0, length)
  return /[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start
}
