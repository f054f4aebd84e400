import type { ForecastChanges } from '../../../model/forecast-changes.ts'
import type { ForecastStep } from '../../../model/forecast-steps.ts'
import { csvLine } from '../../platform/csv-line.ts'

const names: Record<ForecastStep, string> = {
  opening: 'Opening',
  added: 'Added',
  raised: 'Raised',
  lowered: 'Lowered',
  moved_in: 'Moved in',
  other_in: 'Came back',
  pushed_out: 'Pushed out',
  other_out: 'Otherwise out',
  won: 'Won',
  lost: 'Lost',
  closing: 'Closing',
}

/** The changes as a CSV file, a step a line. */
export function changesCsv({ pipeline, from, to, since, until, steps }: ForecastChanges): string {
  const head = [
    `${pipeline.name}, ${from} to ${to} (${pipeline.currency}), since ${since?.week ?? 'the start'} until ${until?.week ?? 'now'}`,
    'Deals',
    'Amount',
  ]
  return [head, ...steps.map(({ step, count, amount }) => [names[step], count, amount])].map(csvLine).join('')
}
