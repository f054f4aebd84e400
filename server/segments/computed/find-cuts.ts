import type { Platform } from '../../platform/index.ts'
import { FIFTHS, type Cuts } from './fifths.ts'

/** Where the fifths of all people end whom a run at `now` (ms since 1970) found figures of for a trait of the kind `rfm`. */
export async function findCuts(
  { warehouse }: Platform,
  { run, now, trait }: { run: string; now: number; trait: string },
): Promise<Cuts> {
  const ends = (numbers: string) =>
    `arrayMap(end -> toString(toInt128(end)), quantilesExact(${FIFTHS.join(', ')})(${numbers}))`
  // Not as Int128: once ClickHouse has compiled least and greatest of those, which it does the second time, they are wrong.
  const part = (place: number) => `toFloat64(splitByChar(' ', figure)[${place}])`
  const [row] = await warehouse.rows<Cuts>(
    `select ${ends(`toFloat64(${now} - newest)`)} as recency, ${ends(part(1))} as frequency, ${ends(part(2))} as monetary
     from computed_evaluations where run = {run:UUID} and trait_id = {trait:UUID}`,
    { run, trait },
  )
  return row ?? { recency: NOTHING, frequency: NOTHING, monetary: NOTHING }
}

const NOTHING = FIFTHS.map(() => '0')
