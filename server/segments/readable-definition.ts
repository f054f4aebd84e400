import type { Condition } from '../../model/segment-condition.ts'
import { reachedWhen } from '../../model/segment-reach.ts'
import { membersOf, type SegmentDefinition, type SegmentMembers } from '../../model/segment.ts'
import { requireReadable } from '../access/index.ts'
import { requireReadableTraits } from '../people/index.ts'
import type { Actor } from '../platform/http/index.ts'

/** Of people and companies a trait is compared, unless it is a field of Kith’s own. */
type Compared = { object: SegmentMembers | 'deals'; field: string; isOwn?: boolean }

/** Throws `forbidden` when a definition compares what is hidden from the caller: its members would tell the value. */
export function requireReadableDefinition(caller: Actor, definition: SegmentDefinition): void {
  const compared = definition.conditions.flatMap((one) => comparedIn(one, membersOf(definition)))
  const fieldsOf = (object: Compared['object']) =>
    compared.filter((one) => one.object === object && !one.isOwn)
  requireReadableTraits(caller, 'people', fieldsOf('people'))
  requireReadableTraits(caller, 'companies', fieldsOf('companies'))
  for (const { object, field } of compared.filter((one) => one.isOwn))
    requireReadable(caller, object, [field])
  requireReadable(
    caller,
    'deals',
    fieldsOf('deals').map(({ field }) => field),
  )
}

function comparedIn(condition: Condition, object: SegmentMembers): Compared[] {
  switch (condition.kind) {
    case 'trait':
      return [{ object, field: condition.comparison.field }]
    case 'place':
      return [condition.latitude_field, condition.longitude_field].map((field) => ({ object, field }))
    case 'deal':
      return condition.where.map(({ field }) => ({ object: 'deals', field }))
    case 'reach': {
      const { must, mustNot } = reachedWhen(condition)
      return [...must, ...mustNot].map(({ field }) => ({ object, field }))
    }
    case 'owner':
      return [{ object, field: 'owner', isOwn: true }]
    case 'company':
      return condition.conditions.flatMap((one) => comparedIn(one, 'companies'))
    case 'people':
      return condition.conditions.flatMap((one) => comparedIn(one, 'people'))
    case 'group':
      return condition.conditions.flatMap((one) => comparedIn(one, object))
    case 'event':
    case 'occurrence':
    case 'aggregate':
    case 'sequence':
    case 'segment':
    case 'sample':
      return []
  }
}
