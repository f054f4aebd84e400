import { randomUUID } from 'node:crypto'

const SHOPPERS = 200
const DEVICES = 3
const TRAITS = ['name', 'plan', 'city', 'visits']
/** Done by people who are known by their user id. */
export const ORDER = 'Order Completed'
const DAY_MS = 24 * 60 * 60 * 1000

/** A call as an analytics library sends it. */
export type Call = {
  type: 'track' | 'identify' | 'group'
  messageId: string
  timestamp: string
  userId?: string
  anonymousId?: string
  groupId?: string
  event?: string
  properties?: object
  traits?: Record<string, unknown>
}

/** What must be known once all calls have arrived, whatever happened on the way. */
export type Expected = {
  messageIds: string[]
  /** For each person the identifiers (`type value`) and traits. */
  people: { identifiers: string[]; traits: Record<string, unknown> }[]
  companies: string[]
  /** How many people did Order Completed. */
  buyers: number
}

type Said = Omit<Call, 'messageId' | 'timestamp'>

/**
 * Makes the calls of people who browse on several devices, sign in now and then, and change their minds. No two calls
 * have the same time, so that it is plain which trait is the newest.
 */
export function createShoppers() {
  const made: Call[] = []
  const yesterday = Date.now() - DAY_MS
  const make = (): Call => {
    const call = {
      ...anySaid(),
      messageId: randomUUID(),
      timestamp: new Date(yesterday + made.length).toISOString(),
    }
    made.push(call)
    return call
  }
  return {
    batch: (size: number): Call[] => Array.from({ length: size }, make),
    expected: (): Expected => ({
      messageIds: made.map(({ messageId }) => messageId).sort(),
      people: peopleOf(made),
      companies: [...new Set(made.flatMap(({ groupId }) => groupId ?? []))].sort(),
      buyers: new Set(made.flatMap(({ event, userId }) => (event === ORDER ? (userId ?? []) : []))).size,
    }),
  }
}

function anySaid(): Said {
  const shopper = pick(SHOPPERS)
  const [userId, anonymousId] = [`user-${shopper}`, `device-${shopper}-${pick(DEVICES)}`]
  switch (pick(8)) {
    case 0:
    case 1:
      return { type: 'identify', userId, anonymousId, traits: { ...anyTrait(), email: emailOf(userId) } }
    case 2:
      return { type: 'track', event: ORDER, userId, properties: { value: pick(500) } }
    case 3:
      return { type: 'group', groupId: `company-${pick(20)}`, userId, traits: { seats: pick(100) } }
    default:
      return {
        type: 'track',
        event: 'Product Viewed',
        anonymousId,
        properties: { sku: `sku-${pick(50)}`, 'a.b': pick(3) },
      }
  }
}

/** Null takes the trait away. */
function anyTrait(): Record<string, unknown> {
  return { [`${TRAITS[pick(TRAITS.length)]}`]: pick(5) === 0 ? null : pick(1_000) }
}

function peopleOf(calls: Call[]): Expected['people'] {
  const userOf = new Map<string, string>()
  for (const { userId, anonymousId } of calls) if (userId && anonymousId) userOf.set(anonymousId, userId)
  const people = new Map<string, { identifiers: Set<string>; traits: Record<string, unknown> }>()
  for (const { type, userId, anonymousId, traits } of calls) {
    const key = userId ?? userOf.get(anonymousId ?? '') ?? anonymousId ?? ''
    const person = people.get(key) ?? { identifiers: new Set(), traits: {} }
    people.set(key, person)
    if (userId) person.identifiers.add(`user_id ${userId}`)
    if (anonymousId) person.identifiers.add(`anonymous_id ${anonymousId}`)
    if (type !== 'identify' || !userId) continue
    person.identifiers.add(`email ${emailOf(userId)}`)
    Object.assign(person.traits, traits)
  }
  return [...people.values()].map(({ identifiers, traits }) => ({
    identifiers: [...identifiers].sort(),
    traits: Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== null)),
  }))
}

function emailOf(userId: string): string {
  return `${userId}@shop.example`
}

function pick(count: number): number {
  return Math.floor(Math.random() * count)
}
