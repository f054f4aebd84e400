import type { Platform } from '../../platform/index.ts'
import { FIFTHS, type Cuts } from './fifths.ts'

/** So large whole numbers fit, and beyond them nobody has to be told apart. */
const LARGEST = '9000000000000000000'

/** Where the fifths of all people end whom a run at `now` (ms since 1970) found figures of for a trait of the kind `rfm`. */
export async function findCuts(
  { warehouse }: Platform,
  { run, now, trait }: { run: string; now: number; trait: string },
): Promise<Cuts> {
  const ends = (numbers: string) =>
    `arrayMap(end -> toString(end), quantilesExact(${FIFTHS.join(', ')})(${numbers}))`
  const part = (place: number) => `toInt128(splitByChar(' ', figure)[${place}])`
  const fitting = (number: string) =>
    `toInt64(least(greatest(${number}, toInt128(-${LARGEST})), toInt128(${LARGEST})))`
  const [row] = await warehouse.rows<Cuts>(
    `select ${ends(`toInt64(${now}) - newest`)} as recency, ${ends(fitting(part(1)))} as frequency, ${ends(fitting(part(2)))} as monetary
     from computed_evaluations where run = {run:UUID} and trait_id = {trait:UUID}`,
    { run, trait },
  )
  return row ?? { recency: NOTHING, frequency: NOTHING, monetary: NOTHING }
}

const NOTHING = FIFTHS.map(() => '0')
