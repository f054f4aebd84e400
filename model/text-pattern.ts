/** A pattern for whole values that is tested in time proportional to the value's length, whatever the pattern. */
export type TextPattern = (value: string) => boolean

type Part = { accepts(character: string): boolean; optional: boolean; repeats: boolean }

const MAX_PARTS = 50
const classes: Record<string, RegExp> = { d: /\d/, w: /\w/, s: /\s/ }

/**
 * Reads a pattern of characters, `.`, `\d`, `\w`, `\s` and sets like `[0-9a-f-]`, each with `*`, `+` or `?` behind it.
 * It means the whole value, upper and lower case alike; `^` and `$` at its ends may be left out. Without groups and
 * alternatives there is nothing to try in vain, so no value takes long. Null when it is none.
 */
export function readPattern(pattern: string): TextPattern | null {
  const text = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')
  const parts: Part[] = []
  for (let at = 0; at < text.length;) {
    const found = readPart(text, at)
    if (!found || parts.length >= MAX_PARTS) return null
    const sign = text[found.end] ?? ''
    const isCounted = '*+?'.includes(sign) && sign !== ''
    parts.push({
      accepts: found.accepts,
      optional: isCounted && sign !== '+',
      repeats: isCounted && sign !== '?',
    })
    at = found.end + (isCounted ? 1 : 0)
  }
  return parts.length > 0 ? (value) => matches(parts, value.toLowerCase()) : null
}

type Read = { accepts(character: string): boolean; end: number }

function readPart(text: string, at: number): Read | null {
  const character = text[at]!
  if (character === '[') return readSet(text, at)
  if (character === '\\') return readEscape(text, at)
  if ('(){}|*+?^$]'.includes(character)) return null
  if (character === '.') return { accepts: () => true, end: at + 1 }
  const lower = character.toLowerCase()
  return { accepts: (one) => one === lower, end: at + 1 }
}

function readEscape(text: string, at: number): Read | null {
  const escaped = text[at + 1]
  if (escaped === undefined) return null
  const named = classes[escaped]
  if (named) return { accepts: (one) => named.test(one), end: at + 2 }
  if (/[a-z0-9]/i.test(escaped)) return null
  return { accepts: (one) => one === escaped, end: at + 2 }
}

function readSet(text: string, start: number): Read | null {
  const negated = text[start + 1] === '^'
  const members: ((character: string) => boolean)[] = []
  let at = start + (negated ? 2 : 1)
  while (text[at] !== ']') {
    if (at >= text.length) return null
    if (text[at] === '\\') {
      const escaped = readEscape(text, at)
      if (!escaped) return null
      members.push(escaped.accepts)
      at = escaped.end
    } else if (text[at + 1] === '-' && text[at + 2] !== ']' && text[at + 2] !== undefined) {
      const [from, to] = [text[at]!.toLowerCase(), text[at + 2]!.toLowerCase()]
      if (from > to) return null
      members.push((one) => one >= from && one <= to)
      at += 3
    } else {
      const lower = text[at]!.toLowerCase()
      members.push((one) => one === lower)
      at += 1
    }
  }
  if (members.length === 0) return null
  return { accepts: (one) => members.some((member) => member(one)) !== negated, end: at + 1 }
}

/** Walks through the value once with all places of the pattern at which one may be. */
function matches(parts: Part[], value: string): boolean {
  let places = skipOptional(parts, new Set([0]))
  for (const character of value) {
    const next = new Set<number>()
    for (const place of places) {
      const part = parts[place]
      if (!part?.accepts(character)) continue
      next.add(place + 1)
      if (part.repeats) next.add(place)
    }
    if (next.size === 0) return false
    places = skipOptional(parts, next)
  }
  return places.has(parts.length)
}

/** With every place also the one behind it, when the part there need not occur. */
function skipOptional(parts: Part[], places: Set<number>): Set<number> {
  for (const place of places) if (parts[place]?.optional) places.add(place + 1)
  return places
}
