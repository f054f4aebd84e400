/** How identifiers of one type bind people together. */
export type IdentifierRule = {
  type: string
  /** 1 is strongest. An event belongs to its strongest identifier; stronger links are tried first. */
  priority: number
  /** How many values of this type one person may have. */
  limit: number
  /** Says which machine, not who: several people may stand behind it. */
  device: boolean
}

export type IdentityRules = {
  ruleOf(type: string): IdentifierRule
  isBlocked(type: string, value: string): boolean
}

/** An identifier that names more known users than this says nothing about who somebody is. */
export const QUARANTINE_ABOVE_USERS = 10
/** A device on which this many known users signed in belongs to none of them alone. */
export const SHARED_FROM_USERS = 2

const OTHER_PRIORITY = 50
const DEFAULT_LIMIT = 5
const DEVICE_LIMIT = 1_000

const known: IdentifierRule[] = [
  { type: 'user_id', priority: 1, limit: 1, device: false },
  { type: 'email', priority: 2, limit: DEFAULT_LIMIT, device: false },
  { type: 'ios.id', priority: 60, limit: DEVICE_LIMIT, device: true },
  { type: 'ios.idfa', priority: 61, limit: DEVICE_LIMIT, device: true },
  { type: 'ios.push_token', priority: 62, limit: DEVICE_LIMIT, device: true },
  { type: 'android.id', priority: 63, limit: DEVICE_LIMIT, device: true },
  { type: 'android.idfa', priority: 64, limit: DEVICE_LIMIT, device: true },
  { type: 'android.push_token', priority: 65, limit: DEVICE_LIMIT, device: true },
  { type: 'ga_client_id', priority: 70, limit: DEVICE_LIMIT, device: true },
  { type: 'anonymous_id', priority: 80, limit: DEVICE_LIMIT, device: true },
]

/** Values that programs send when they know nobody; compared in lower case. */
const blockedValues = new Set([
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
])
const BLOCKED_PATTERN = /^[0\-\s]*$/

/** The rules that hold unless an installation changes them. */
export const defaultRules: IdentityRules = {
  ruleOf: (type) =>
    byType.get(type) ?? { type, priority: OTHER_PRIORITY, limit: DEFAULT_LIMIT, device: false },
  isBlocked: (_type, value) => BLOCKED_PATTERN.test(value) || blockedValues.has(value.toLowerCase()),
}

const byType = new Map(known.map((rule) => [rule.type, rule]))
