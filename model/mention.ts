export type Colleague = { id: string; name: string }

/** A piece of a text: plain, or the mention of a colleague. */
export type MentionPart = { text: string; colleague: Colleague | null }

/** Cuts a text at its mentions, `@Name` in any case; of two names that fit, the longer one is meant. */
export function cutMentions(text: string, colleagues: readonly Colleague[]): MentionPart[] {
  const byLength = colleagues
    .filter(({ name }) => name !== '')
    .toSorted((a, b) => b.name.length - a.name.length)
  const parts: MentionPart[] = []
  let plain = 0
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const colleague = isWordBefore(text, at)
      ? undefined
      : byLength.find(({ name }) => standsAt(text, at + 1, name))
    if (!colleague) continue
    if (at > plain) parts.push({ text: text.slice(plain, at), colleague: null })
    plain = at + 1 + colleague.name.length
    parts.push({ text: text.slice(at, plain), colleague })
    at = plain - 1
  }
  if (plain < text.length) parts.push({ text: text.slice(plain), colleague: null })
  return parts
}

/** The colleagues whom a text mentions, each once. */
export function mentioned(text: string, colleagues: readonly Colleague[]): Colleague[] {
  const found = new Map<string, Colleague>()
  for (const { colleague } of cutMentions(text, colleagues)) {
    // Two people may have the same name; nobody can tell which one is meant, so both are.
    const sameName = colleague ? colleagues.filter(({ name }) => isSame(name, colleague.name)) : []
    for (const one of sameName) found.set(one.id, one)
  }
  return [...found.values()]
}

/** An e-mail address mentions nobody. */
function isWordBefore(text: string, at: number): boolean {
  return at > 0 && /[\p{L}\p{N}._-]/u.test(text[at - 1] ?? '')
}

function standsAt(text: string, at: number, name: string): boolean {
  const end = at + name.length
  return isSame(text.slice(at, end), name) && !/[\p{L}\p{N}]/u.test(text[end] ?? '')
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
