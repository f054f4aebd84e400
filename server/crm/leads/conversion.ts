import type { LeadStatus } from '../../../model/lead-status.ts'
import type { FactUndo } from '../../people/index.ts'

/** What it takes to take a conversion back. */
export type Conversion = {
  /** What the lead was before. */
  status: LeadStatus
  facts: FactUndo[]
  /** The deal and the version in which it was made; `made` is false for one that was there before. */
  deal: { id: string; made: boolean; version: number } | null
  /** The activities that came to be about the deal. */
  activities: string[]
}
