import type { SalesReport } from '../../../model/sales.ts'
import type { Behind } from './DealsBehind.tsx'

/** What every part of the report is given. */
export type PartProps = { report: SalesReport; onOpen: (behind: Behind) => void }
