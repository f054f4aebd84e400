import { expectName, peek, problem, TextProblem, type NameKind, type Reader } from './reader.ts'

/** Words that never stand for a name without quotes, because clauses and counts begin with them. */
const reserved = new Set(
  `and or but who whose that which with of then all within without between at exactly more fewer less from until since
   where over for is are did do not has have once twice never in during by before after up`.split(/\s+/),
)

const known: Record<NameKind, (reader: Reader) => readonly string[]> = {
  event: ({ vocabulary }) => vocabulary.events,
  trait: ({ vocabulary }) => vocabulary.traits,
  property: () => [],
  'company trait': ({ vocabulary }) => vocabulary.companyTraits,
  segment: ({ vocabulary }) => vocabulary.segments.map(({ name }) => name),
  user: ({ vocabulary }) => vocabulary.users.map(({ name }) => name),
  'deal field': () => dealFields,
}
const dealFields = [
  'state',
  'amount',
  'stage',
  'pipeline',
  'owner',
  'name',
  'currency',
  'probability',
  'expected_close_on',
  'created_at',
  'entered_stage_at',
  'closed_at',
]

/** How many tokens a name takes that begins here; null when none does. */
export function nameLength(reader: Reader, kind: NameKind, ahead = 0): number | null {
  const token = peek(reader, ahead)
  if (!token) return null
  if (token.kind === 'quoted') return 1
  const several = severalWords(reader, kind, ahead)
  if (several !== null) return several
  return token.kind === 'word' && !reserved.has(token.text.toLowerCase()) ? 1 : null
}

/** Reads a name; throws a `TextProblem` when none stands here. One that nobody has met is noted. */
export function takeName(reader: Reader, kind: NameKind): string {
  expectName(reader, kind)
  const length = nameLength(reader, kind)
  const first = peek(reader)
  const last = peek(reader, (length ?? 1) - 1)
  if (length === null || !first || !last)
    throw problem(
      reader,
      `Here the name of ${kind === 'event' ? 'an' : 'a'} ${kind} is missing.`,
      known[kind](reader).slice(0, 3),
    )
  reader.at += length
  const written = first.kind === 'quoted' ? first.text : reader.text.slice(first.from, last.to)
  const names = known[kind](reader)
  const meant = names.includes(written)
    ? written
    : names.find((name) => name.toLowerCase() === written.toLowerCase() && first.kind !== 'quoted')
  if (meant === undefined && names.length > 0 && !isNested(written, names))
    reader.unknown.push({ name: written, kind, from: first.from, to: last.to })
  return meant ?? written
}

/** Reads the name of a segment or a user, or the id, and gives the id; throws a `TextProblem` when it is not that of one. */
export function takeNamed(reader: Reader, kind: 'segment' | 'user'): string {
  const place = peek(reader)
  const name = takeName(reader, kind)
  const choices = { segment: reader.vocabulary.segments, user: reader.vocabulary.users }[kind]
  const at = { from: place?.from ?? 0, to: place?.to ?? 0 }
  const exact = choices.filter((one) => one.id === name || one.name === name)
  const found =
    exact.length > 0 ? exact : choices.filter((one) => one.name.toLowerCase() === name.toLowerCase())
  const [meant] = found
  if (!meant)
    throw new TextProblem(
      `There is no ${kind} “${name}”.`,
      at,
      closest(
        name,
        choices.map((one) => one.name),
      ),
    )
  if (found.length > 1)
    throw new TextProblem(
      `There are ${found.length} ${kind}s “${name}”: write the id of the one that is meant.`,
      at,
      found.map(({ id }) => id),
    )
  return meant.id
}

/** The names that are most like one, best first, three at most. */
export function closest(name: string, names: readonly string[]): string[] {
  const distance = (other: string) => editDistance(name.toLowerCase(), other.toLowerCase())
  return names
    .map((other) => ({ other, far: distance(other) }))
    .filter(({ other, far }) => far <= Math.max(2, Math.min(name.length, other.length) / 2))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ other }) => other)
}

function severalWords(reader: Reader, kind: NameKind, ahead: number): number | null {
  const first = peek(reader, ahead)
  if (!first || first.kind === 'mark') return null
  const rest = reader.text.slice(first.from).toLowerCase()
  const names = known[kind](reader)
    .filter((name) => rest.startsWith(name.toLowerCase()))
    .toSorted((a, b) => b.length - a.length)
  for (const name of names) {
    const end = first.from + name.length
    const last = reader.tokens.findIndex(({ to }) => to === end)
    if (last >= reader.at + ahead) return last - reader.at - ahead + 1
  }
  return null
}

/** Dots reach into objects: of `address.city` only `address` is known. */
function isNested(name: string, names: readonly string[]): boolean {
  return name.includes('.') && names.includes(name.split('.', 1)[0] ?? '')
}

function editDistance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1)
      row.push(
        Math.min(
          (before[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    before = row
  }
  return before[b.length] ?? 0
}
