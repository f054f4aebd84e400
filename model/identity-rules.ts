import { z } from 'zod'
import { identifierNormalisers, limitWindows, standsForKinds } from './identity-words.ts'
import { readPattern } from './text-pattern.ts'

/** The row that stands for every type that has none of its own. */
export const ANY_OTHER_TYPE = '*'
/** Above this nobody looks at an identifier as one person's: groups stay small enough to be resolved at once. */
export const MAX_USERS_BEHIND = 1_000

const MAX_VALUES_PER_PERSON = 1_000
const MAX_TYPES = 100
const TYPE = /^[a-z][a-z0-9_.-]{0,59}$/
const COUNTRY = /^[A-Z]{2}$/

const blockedValue = z.string().trim().min(1).max(500)
const blockedPattern = z
  .string()
  .min(1)
  .max(200)
  .refine((pattern) => readPattern(pattern) !== null, {
    error: 'is not understood: use characters, . \\d \\w \\s and [sets], each with * + or ? behind it',
  })
const blocked = z.object({
  /** Whole values, upper and lower case alike. */
  values: z.array(blockedValue).max(1_000),
  patterns: z.array(blockedPattern).max(50),
})

/** Where a client puts such an identifier: `{ in: 'traits', key: 'customer_id' }`, found as `customerId`, too. */
export const identifierPlace = z.object({
  in: z.enum(['traits', 'properties', 'context']),
  key: z.string().trim().min(1).max(100),
})
export type IdentifierPlace = z.infer<typeof identifierPlace>

export const identifierRule = z.object({
  type: z.string().refine((type) => type === ANY_OTHER_TYPE || TYPE.test(type), {
    error: 'must begin with a letter and have only a to z, 0 to 9, _ . and -',
  }),
  /** How many values of it one person may have, */
  limit: z.number().int().min(1).max(MAX_VALUES_PER_PERSON),
  /** … altogether, or that came up within a year, a month or a week of each other. */
  within: z.enum(limitWindows),
  stands_for: z.enum(standsForKinds),
  normalise: z.enum(identifierNormalisers),
  /** Two letters, for phone numbers written without one; null: only those with one name somebody. */
  country: z.string().regex(COUNTRY, 'must be two capital letters, such as FR').nullable(),
  found: z.array(identifierPlace).max(10),
  blocked,
})
export type IdentifierRuleRow = z.infer<typeof identifierRule>

/** Who is who, by which rules. Types in order of strength: the first is strongest. */
export const identityRules = z
  .object({
    types: z.array(identifierRule).min(2).max(MAX_TYPES),
    blocked,
    /** A device, or a household's phone, behind which this many known people stand joins none of them. */
    shared_from: z.number().int().min(2).max(MAX_USERS_BEHIND),
    /** What should mean one person, but is named by more known users than this, joins nobody. */
    quarantined_above: z.number().int().min(1).max(MAX_USERS_BEHIND),
  })
  .superRefine(({ types }, ctx) => {
    const names = types.map(({ type }) => type)
    const say = (message: string) => ctx.addIssue({ code: 'custom', path: ['types'], message })
    for (const name of new Set(names))
      if (names.indexOf(name) !== names.lastIndexOf(name)) say(`has ${name} twice`)
    for (const needed of [...builtInTypes, ANY_OTHER_TYPE])
      if (!names.includes(needed)) say(`must have a row for ${needed}`)
    const user = types.find(({ type }) => type === 'user_id')
    if (user && user.stands_for !== 'person') say('must have user ids stand for one person')
  })
export type IdentityRulesData = z.infer<typeof identityRules>

/** Types that clients send without being asked to. */
export const builtInTypes = [
  'user_id',
  'email',
  'phone',
  'ios.id',
  'ios.idfa',
  'ios.push_token',
  'android.id',
  'android.idfa',
  'android.push_token',
  'ga_client_id',
  'anonymous_id',
] as const

const nothingBlocked = { values: [], patterns: [] }
const DEFAULT_LIMIT = 5
const DEVICE_LIMIT = 1_000

/** A row with what is usual, but for what is given. */
export function newIdentifierRule(
  given: Partial<IdentifierRuleRow> & Pick<IdentifierRuleRow, 'type'>,
): IdentifierRuleRow {
  return {
    limit: DEFAULT_LIMIT,
    within: 'ever',
    stands_for: 'person',
    normalise: 'none',
    country: null,
    found: [],
    blocked: nothingBlocked,
    ...given,
  }
}

const device = (type: string) => newIdentifierRule({ type, limit: DEVICE_LIMIT, stands_for: 'device' })

/** The rules that hold until somebody changes them. */
export const defaultIdentityRules: IdentityRulesData = {
  types: [
    newIdentifierRule({ type: 'user_id', limit: 1 }),
    newIdentifierRule({ type: 'email', normalise: 'email' }),
    newIdentifierRule({
      type: 'phone',
      stands_for: 'household',
      normalise: 'phone',
      found: [{ in: 'traits', key: 'phone' }],
    }),
    newIdentifierRule({ type: ANY_OTHER_TYPE }),
    ...builtInTypes.slice(3).map(device),
  ],
  blocked: {
    // What programs send when they know nobody.
    values: [
      'null',
      'undefined',
      'none',
      'nil',
      'nan',
      'n/a',
      'na',
      'unknown',
      'anonymous',
      'guest',
      'test',
      '-1',
      'true',
      'false',
      '(null)',
      '(none)',
      '[object object]',
      'not set',
      '(not set)',
    ],
    patterns: ['[0\\-\\s]*'],
  },
  shared_from: 2,
  quarantined_above: 10,
}

/** Rules that were applied at some time. Version 0 is what Kith comes with. */
export const identityRulesVersion = z.object({
  version: z.number().int(),
  rules: identityRules,
  note: z.string(),
  by: z.string(),
  at: z.iso.datetime().nullable(),
  /** The version whose rules these are again, when it was a roll back. */
  restores: z.number().int().nullable(),
  /** How far people are brought up to date with it: identifiers looked at, of how many. */
  progress: z.object({ done: z.number(), total: z.number(), regrouped: z.number(), finished: z.boolean() }),
})
export type IdentityRulesVersion = z.infer<typeof identityRulesVersion>

/** A row of the history: the version without its rules. */
export const identityRulesVersionRow = identityRulesVersion.omit({ rules: true })
export type IdentityRulesVersionRow = z.infer<typeof identityRulesVersionRow>

const examplePerson = z.object({ id: z.uuid(), name: z.string() })

/** A person and what would become of them. */
export const identityExample = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('split'), person: examplePerson, into: z.array(z.array(z.string())) }),
  z.object({ kind: z.literal('merged'), people: z.array(examplePerson) }),
  z.object({
    kind: z.literal('identifier'),
    type: z.string(),
    value: z.string(),
    person: z.uuid(),
    from: z.string(),
    to: z.string(),
  }),
])
export type IdentityExample = z.infer<typeof identityExample>

/** What rules would change, or what was found until now. */
export const identityEffect = z.object({
  /** How many people would be split, and how many they would be then. */
  split: z.object({ people: z.number(), into: z.number() }),
  /** How many people would be merged, and how many they would be then. */
  merged: z.object({ people: z.number(), into: z.number() }),
  /** Identifiers that would begin, or cease, to join people. */
  identifiers: z.object({
    blocked: z.number(),
    quarantined: z.number(),
    shared: z.number(),
    freed: z.number(),
  }),
  examples: z.array(identityExample),
})
export type IdentityEffect = z.infer<typeof identityEffect>

/** Rules that are being worked on, and what is known of their effect. */
export const identityDraft = z.object({
  rules: identityRules,
  /** Grows with every change; a change says which one it was made from. */
  revision: z.number().int(),
  /** The version that it was made from. */
  base: z.number().int(),
  by: z.string(),
  at: z.iso.datetime(),
  state: z.enum(['edited', 'evaluating', 'evaluated', 'failed']),
  error: z.string().nullable(),
  done: z.number(),
  total: z.number(),
  effect: identityEffect.nullable(),
})
export type IdentityDraft = z.infer<typeof identityDraft>

export const identityDraftInput = z.object({
  rules: identityRules,
  /** The revision that was changed; 0 when there was no draft. */
  revision: z.number().int().min(0),
})
export const identityApplication = z.object({
  revision: z.number().int(),
  note: z.string().trim().max(500).default(''),
})
export const identityRollback = z.object({
  to: z.number().int().min(0),
  note: z.string().trim().max(500).default(''),
})

/** An identifier that is named together with more known people than is plausible for one. */
export const connectedIdentifier = z.object({
  id: z.uuid(),
  type: z.string(),
  value: z.string(),
  state: z.enum(['shared', 'quarantined', 'blocked', 'normal']),
  person: z.uuid(),
  users: z.object({ count: z.number(), more: z.boolean() }),
  examples: z.array(examplePerson),
  review: z
    .object({ verdict: z.enum(['quarantined', 'normal']), by: z.string(), at: z.iso.datetime() })
    .nullable(),
})
export type ConnectedIdentifier = z.infer<typeof connectedIdentifier>

export const identifierReview = z.object({ verdict: z.enum(['quarantined', 'normal']) })
export type IdentifierReview = z.infer<typeof identifierReview>
