import type { Refusal } from '../identity/resolve-group.ts'

type Named = { type: string; value: string } | undefined

/** A link in words: how it came about, or why it does not bind. */
export function linkSentence(
  refusal: Refusal,
  { a: first, b: second, source, count }: { a: Named; b: Named; source: string; count: number },
): string {
  const [a, b] = [nameOf(first), nameOf(second)]
  const times = count === 1 ? 'once' : `${count} times`
  if (refusal === null) return `${a} and ${b} were named together ${times} by ${source}.`
  if (refusal === 'decided') return `Refused: somebody decided that ${a} and ${b} are not the same person.`
  if (refusal === 'shared')
    return `Refused: several known users signed in on the same device, so ${a} and ${b} are kept apart.`
  if (refusal === 'quarantined')
    return `Refused: ${a} or ${b} is named by too many users to say who somebody is.`
  if (refusal === 'blocked') return `Refused: the rules say that ${a} or ${b} names nobody.`
  const type = refusal.slice('limit:'.length)
  return `Refused: joining ${a} and ${b} would give one person more values of ${typeName(type)} than allowed.`
}

/** An identifier in words. */
export function nameOf(identifier: Named): string {
  return identifier ? `${typeName(identifier.type)} ${identifier.value}` : 'an identifier'
}

const typeNames: Record<string, string> = {
  user_id: 'user id',
  anonymous_id: 'anonymous visitor',
  email: 'e-mail',
}

function typeName(type: string): string {
  return typeNames[type] ?? type.replaceAll('_', ' ')
}
