import { dropReasons, type DropReason } from '../../../model/source.ts'

export const isDropReason = (reason: string | undefined): reason is DropReason =>
  reason !== undefined && reason in dropReasons

/** The sentence for a reason that the server gives by name. */
export const reasonSentence = (reason: string): string =>
  isDropReason(reason) ? dropReasons[reason] : reason
