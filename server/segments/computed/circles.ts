import type { ComputedDefinition } from '../../../model/computed-trait.ts'
import type { SegmentDefinition } from '../../../model/segment.ts'
import { fail } from '../../platform/errors.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { loadDefinitions, segmentsIn } from '../expand-segments.ts'
import { lockUses } from '../uses.ts'
import { eventsOf } from './evaluated-trait.ts'
import { conditionsIn, loadTraits, traitsAsked } from './trait-uses.ts'

const SEGMENT_EVENTS = ['Segment Entered', 'Segment Left']
/** Where a segment stands that is not stored yet. */
const NEW_SEGMENT = 'new'

/**
 * Refuses a computed trait that would go round in a circle: one that asks for itself by way of others, or who entered or left
 * segments that ask for it. Until the transaction ends nothing else starts to. Throws `validation_failed`.
 */
export async function requireNoCircle(
  trx: Trx,
  { name, definition }: { name: string; definition: ComputedDefinition },
): Promise<void> {
  await lockUses(trx)
  const asked = await loadAsked(trx)
  asked.traits.set(name, definition)
  if (!leadsBack({ trait: name }, asked)) return
  const problem = 'It asks for something that asks for it in turn, so it would go round in a circle.'
  throw fail('validation_failed', problem, [{ field: 'definition', problem }])
}

/** Refuses a segment that asks for a computed trait which asks about that segment in turn. Throws `validation_failed`. */
export async function requireNoCircleOf(
  trx: Trx,
  id: string | null,
  definition: SegmentDefinition,
): Promise<void> {
  if (traitsAsked(definition).length + segmentsIn(definition.conditions).length === 0) return
  await lockUses(trx)
  const asked = await loadAsked(trx)
  const segment = id ?? NEW_SEGMENT
  asked.segments.set(segment, definition)
  if (!leadsBack({ segment }, asked)) return
  const problem = 'It asks for a computed trait which asks who is in this segment, or who entered or left it.'
  throw fail('validation_failed', problem, [{ field: 'definition.conditions', problem }])
}

type Asked = {
  traits: Map<string, ComputedDefinition>
  segments: Map<string, Pick<SegmentDefinition, 'members' | 'conditions'>>
}
type Place = { trait: string } | { segment: string }

async function loadAsked(trx: Trx): Promise<Asked> {
  const traits = await loadTraits(trx)
  const segments = await loadDefinitions(trx)
  return {
    traits: new Map([...traits].map(([name, { definition }]) => [name, definition])),
    segments: new Map(
      [...segments].flatMap(([id, { definition }]) => (definition ? [[id, definition] as const] : [])),
    ),
  }
}

function leadsBack(start: Place, asked: Asked): boolean {
  const [target, passed] = [JSON.stringify(start), new Set<string>()]
  const waiting = askedBy(start, asked)
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const key = JSON.stringify(place)
    if (key === target) return true
    if (passed.has(key)) continue
    passed.add(key)
    waiting.push(...askedBy(place, asked))
  }
  return false
}

function askedBy(place: Place, { traits, segments }: Asked): Place[] {
  const definition = 'trait' in place ? traits.get(place.trait) : undefined
  const conditions = definition ? { conditions: conditionsIn(definition) } : undefined
  const compared = 'segment' in place ? segments.get(place.segment) : conditions
  const follows = definition && eventsOf(definition).some((event) => SEGMENT_EVENTS.includes(event))
  return [
    ...traitsAsked(compared ?? { conditions: [] }).flatMap((trait) => (traits.has(trait) ? { trait } : [])),
    ...segmentsIn(compared?.conditions ?? []).map((segment) => ({ segment })),
    ...(follows ? [...segments.keys()].map((segment) => ({ segment })) : []),
  ]
}
