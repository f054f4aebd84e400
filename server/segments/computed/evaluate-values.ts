import type { Platform } from '../../platform/index.ts'
import type { ComputedWrite } from '../../people/index.ts'
import type { Scope } from '../compile/scope.ts'
import { MOST_COLLEAGUES, PEOPLE_PER_SCAN, scopeOf, scopeWithColleagues } from '../evaluate-people.ts'
import { shareScans, type Failure } from '../share-scans.ts'
import { compileValues, figureAt, type Figure, type FigureRow } from './compile-values.ts'
import { asksCompanies } from '../weight.ts'
import { conditionsAskedBy, weightOfTrait, type EvaluatedTrait } from './evaluated-trait.ts'
import { dueOf, readValue } from './read-value.ts'

/** What was found of some people, at `now` (ms since 1970). */
export type Found = {
  now: number
  people: string[]
  /** The traits that could be worked out. */
  traits: EvaluatedTrait[]
  /** By person and id of the trait; whoever has no value is missing. */
  figures: Map<string, Map<string, Figure>>
  failures: Failure<EvaluatedTrait>[]
}

/** Works all traits out for these people, as many at once as fit. Throws when the warehouse does not answer. */
export async function evaluateValues(
  platform: Platform,
  traits: EvaluatedTrait[],
  people: string[],
): Promise<Found> {
  const now = platform.clock.now()
  const found: Found = {
    now,
    people,
    traits: people.length > 0 ? traits : [],
    figures: new Map(),
    failures: [],
  }
  for (const scope of scopesOf(platform, traits, people)) {
    if (found.traits.length === 0) break
    const asked = await scope()
    const failed = await shareScans(platform, found.traits, {
      weigh: weightOfTrait,
      async scan(together) {
        const { query, params } = compileValues(together, asked, now)
        for (const row of await platform.warehouse.rows<FigureRow>(query, params)) note(found, together, row)
      },
    })
    found.failures.push(...failed)
    found.traits = found.traits.filter((trait) => !failed.some(({ one }) => one === trait))
  }
  return found
}

/** Whom to look at, one after the other: so many at once, or everybody when it is quicker than to name all colleagues. */
function scopesOf(platform: Platform, traits: EvaluatedTrait[], people: string[]): (() => Promise<Scope>)[] {
  const asks = asksCompanies(conditionsAskedBy(traits))
  if (asks && people.length > MOST_COLLEAGUES) return [async () => 'everybody']
  const [find, atOnce] = asks ? [scopeWithColleagues, MOST_COLLEAGUES] : [scopeOf, PEOPLE_PER_SCAN]
  return Array.from(
    { length: Math.ceil(people.length / atOnce) },
    (_, place) => () => find(platform, people.slice(place * atOnce, (place + 1) * atOnce)),
  )
}

function note({ figures }: Found, traits: EvaluatedTrait[], row: FigureRow): void {
  const mine = figures.get(row.person_id) ?? new Map<string, Figure>()
  for (const [place, { id }] of traits.entries()) {
    const figure = figureAt(row, place)
    if (figure.figure !== '') mine.set(id, figure)
  }
  figures.set(row.person_id, mine)
}

/** The value of a person to be written, for what was found at `now`. */
export function writeOf(
  { id, name, definition, cuts, model }: EvaluatedTrait,
  personId: string,
  { figure, now }: { figure: Figure | undefined; now: number },
): ComputedWrite {
  const due = figure ? dueOf(definition, figure, now) : null
  return {
    trait_id: id,
    name,
    person_id: personId,
    value: figure ? readValue(definition, figure, { now, cuts, model }) : null,
    due_at: due === null ? null : new Date(due),
    // How many days it was follows from when it happened.
    keep: definition.kind !== 'days_since',
  }
}
