import { z } from 'zod'
import { recordSearch } from './view.ts'

const selection = recordSearch.pick({ filter: true, search: true })

/** A question for the board of a pipeline, of the first one when none is named: only deals that the filter means. */
export const boardSearch = selection.extend({ pipeline: z.uuid().optional() })
export type BoardSearch = z.input<typeof boardSearch>

/** A question for more cards of a column of the board. */
export const boardCardsSearch = recordSearch.pick({ filter: true, search: true, limit: true, cursor: true })
