/**
 * What somebody typed, as the kind of value that stood there before: a number stays a number where it can, `true` and `false` stay
 * themselves; a text stays a text, whatever it looks like.
 */
export function readTyped(typed: string, before: unknown): string | number | boolean | string[] {
  const text = typed.trim()
  if (typeof before === 'string') return text
  if (Array.isArray(before))
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  const isPlain = /^-?\d{1,15}(\.\d{1,10})?$/.test(text) && !/^-?0\d/.test(text)
  return isPlain ? Number(text) : text
}
