import type { AssignmentWay } from '../../../model/assignment.ts'

/** How the ways of choosing an owner are called. */
export const wayWords: Record<AssignmentWay['kind'], string> = {
  round_robin: 'In turn',
  by_load: 'Fewest open records',
  territory: 'By territory',
  fixed: 'Always the same person',
}
