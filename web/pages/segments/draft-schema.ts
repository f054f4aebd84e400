import { z } from 'zod'
import { segmentOperators, unit, type SegmentOperator } from '../../../model/segment-comparison.ts'
import { match } from '../../../model/segment-condition.ts'

/** A definition while it is being edited: rows have keys, and may be unfinished (`readDraft` names what lacks). */
const operatorNames = Object.keys(segmentOperators) as [SegmentOperator, ...SegmentOperator[]]
const key = z.string()

const comparison = z.object({
  key,
  field: z.string(),
  operator: z.enum(operatorNames),
  values: z.array(z.string()),
  unit,
})
export type DraftComparison = z.infer<typeof comparison>

const duration = z.object({ amount: z.number(), unit })
export type DraftDuration = z.infer<typeof duration>

export const windowKinds = ['ever', 'last', 'before_last', 'ago', 'between'] as const
const draftWindow = z.object({
  kind: z.enum(windowKinds),
  amount: z.number(),
  /** The younger end of "between so long ago and so long ago". */
  until: z.number(),
  unit,
  fromDate: z.string(),
  toDate: z.string(),
})
export type DraftWindow = z.infer<typeof draftWindow>

const where = { where: z.array(comparison), whereMatch: z.enum(['all', 'any']) }
const filter = { event: z.string(), ...where }
const keyedFilter = z.object({ key, ...filter })
export type DraftFilter = z.infer<typeof keyedFilter>

const counting = {
  how: z.enum(['at_least', 'at_most', 'exactly', 'between']),
  times: z.number(),
  timesTo: z.number(),
}
const draftCount = z.object(counting)
export type DraftCount = z.infer<typeof draftCount>

export const verbs = [
  'did',
  'not',
  'first',
  'last',
  'sum',
  'average',
  'smallest',
  'largest',
  'distinct',
] as const
export type Verb = (typeof verbs)[number]

const event = z.object({
  key,
  kind: z.literal('event'),
  verb: z.enum(verbs),
  ...filter,
  ...counting,
  window: draftWindow,
  /** What a sum and the like is of, and what that is compared with. */
  field: z.string(),
  operator: z.enum(['is', 'greater', 'at_least', 'less', 'at_most']),
  value: z.number(),
})
export type DraftEvent = z.infer<typeof event>

const step = z.object({ key, ...filter, within: duration.nullable(), without: z.array(keyedFilter) })
export type DraftStep = z.infer<typeof step>

const sequence = z.object({
  key,
  kind: z.literal('sequence'),
  did: z.boolean(),
  steps: z.array(step),
  absent: step.nullable(),
  same: z.string(),
  within: duration.nullable(),
  window: draftWindow,
})
export type DraftSequence = z.infer<typeof sequence>

const trait = z.object({ key, kind: z.literal('trait'), comparison })
export type DraftTrait = z.infer<typeof trait>

const place = z.object({
  key,
  kind: z.literal('place'),
  within: z.boolean(),
  latitudeField: z.string(),
  longitudeField: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  kilometers: z.number(),
})
export type DraftPlace = z.infer<typeof place>

const segment = z.object({ key, kind: z.literal('segment'), in: z.boolean(), segment: z.string().nullable() })
export type DraftSegment = z.infer<typeof segment>

/** `seed` is what people are drawn by: another one draws others. */
const sample = z.object({
  key,
  kind: z.literal('sample'),
  seed: z.string(),
  from: z.number(),
  share: z.number().nullable(),
})
export type DraftSample = z.infer<typeof sample>

/** Ids of users; an empty one is nobody. */
const owner = z.object({ key, kind: z.literal('owner'), is: z.boolean(), owners: z.array(z.string()) })
export type DraftOwner = z.infer<typeof owner>

/** An empty consent is none that is asked for. */
const reach = z.object({
  key,
  kind: z.literal('reach'),
  can: z.boolean(),
  channel: z.enum(['email', 'sms']),
  consent: z.string(),
})
export type DraftReach = z.infer<typeof reach>

const deal = z.object({ key, kind: z.literal('deal'), has: z.boolean(), ...where, ...counting })
export type DraftDeal = z.infer<typeof deal>

export type DraftPeople = DraftCount & {
  key: string
  kind: 'people'
  match: z.infer<typeof match>
  conditions: DraftNode[]
}
export type DraftCompany = {
  key: string
  kind: 'company'
  belongs: boolean
  match: z.infer<typeof match>
  conditions: DraftNode[]
}
export type DraftGroup = { key: string; kind: 'group'; match: z.infer<typeof match>; conditions: DraftNode[] }
export type DraftNode =
  | DraftEvent
  | DraftSequence
  | DraftTrait
  | DraftPlace
  | DraftSegment
  | DraftSample
  | DraftOwner
  | DraftReach
  | DraftDeal
  | DraftCompany
  | DraftPeople
  | DraftGroup

const people: z.ZodType<DraftPeople> = z.lazy(() =>
  z.object({ key, kind: z.literal('people'), ...counting, match, conditions: z.array(node) }),
)
const company: z.ZodType<DraftCompany> = z.lazy(() =>
  z.object({
    key,
    kind: z.literal('company'),
    belongs: z.boolean(),
    match,
    conditions: z.array(node),
  }),
)
export const group: z.ZodType<DraftGroup> = z.lazy(() =>
  z.object({ key, kind: z.literal('group'), match, conditions: z.array(node) }),
)
const node: z.ZodType<DraftNode> = z.union([
  event,
  sequence,
  trait,
  place,
  segment,
  sample,
  owner,
  reach,
  deal,
  company,
  people,
  group,
])
