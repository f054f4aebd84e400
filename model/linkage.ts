import { z } from 'zod'

/** What a column holds, which decides how its values are brought into one form. */
export const fieldKinds = [
  'raw',
  'name',
  'text',
  'date',
  'email',
  'phone',
  'postcode',
  'code',
  'category',
  'number',
  'list',
] as const
export type FieldKind = (typeof fieldKinds)[number]

/** How two values may agree; `at` is a similarity between 0 and 1, or a largest difference. */
export const levelTests = [
  'exact',
  'swapped',
  'jaro_winkler',
  'levenshtein',
  'damerau_levenshtein',
  'nickname',
  'initial',
  'sound',
  'contained',
  'months_apart',
  'years_apart',
  'date_parts',
  'username',
  'username_jaro_winkler',
  'start',
  'shared_words',
  'shared_items',
  'apart',
  'share_apart',
  'kilometres_apart',
] as const
export type LevelTest = (typeof levelTests)[number]

/** Which part of a value two records have to share to be compared. */
export const keyParts = [
  'whole',
  'start',
  'end',
  'sound',
  'username',
  'year',
  'month_day',
  'words',
  'items',
] as const
export type KeyPart = (typeof keyParts)[number]

export const linkageField = z.object({
  name: z.string().trim().min(1).max(100),
  /** The column or trait it is read from; several are joined by a space. */
  columns: z.array(z.string().min(1).max(200)).min(1).max(5),
  kind: z.enum(fieldKinds),
})
export type LinkageField = z.infer<typeof linkageField>

const condition = z.object({
  field: z.string(),
  test: z.enum(levelTests),
  /** A second field: of the swapped name, of the longitude. */
  other: z.string().optional(),
  at: z.number().optional(),
})
export type LevelCondition = z.infer<typeof condition>

const level = z.object({
  label: z.string().max(100),
  when: z.array(condition).min(1).max(4),
  /** The field whose common values count for less when they agree. */
  termFrequency: z.string().optional(),
})
export type LinkageLevel = z.infer<typeof level>

export const linkageComparison = z.object({
  name: z.string().min(1).max(100),
  fields: z.array(z.string()).min(1).max(4),
  /** Best first; the first that holds counts. What meets none of them differs. */
  levels: z.array(level).min(1).max(14),
})
export type LinkageComparison = z.infer<typeof linkageComparison>

const key = z.object({
  field: z.string(),
  part: z.enum(keyParts),
  length: z.number().int().min(1).max(20).optional(),
  /** A second field to look in, too, for values that were swapped. */
  other: z.string().optional(),
  /** Words and items that more records than this have are passed over. */
  most: z.number().int().min(2).max(1_000).optional(),
})
export type LinkageKey = z.infer<typeof key>

const rule = z.array(key).max(5)
export type LinkageRule = z.infer<typeof rule>

/** A pair that meets it is certainly one person; from such pairs the number of matches is first guessed. */
const certainRule = z.object({ keys: rule, close: z.array(condition).max(3).default([]) })
export type CertainRule = z.infer<typeof certainRule>

const probability = z.number().min(0).max(1)

export const linkageSettings = z
  .object({
    fields: z.array(linkageField).min(1).max(30),
    comparisons: z.array(linkageComparison).min(1).max(20),
    /** Only pairs that share the keys of one of these are compared; a rule without keys compares all. */
    blocking: z.array(rule).min(1).max(60),
    training: z.array(rule).max(12),
    certain: z.array(certainRule).max(10),
    /** Which share of all matches the certain rules find. */
    certainRecall: z.number().min(0.05).max(1),
    /** Trains on all candidates instead of by the training rules, corrects chance agreement, and clusters before it decides. */
    refine: z.boolean().default(true),
    linkAt: probability,
    askAt: probability,
  })
  .superRefine((settings, context) => {
    for (const message of problemsOf(settings)) context.addIssue({ code: 'custom', message })
  })
export type LinkageSettings = z.infer<typeof linkageSettings>

type Checked = {
  fields: LinkageField[]
  comparisons: LinkageComparison[]
  blocking: LinkageRule[]
  training: LinkageRule[]
  certain: CertainRule[]
  linkAt: number
  askAt: number
}

/** What does not fit together in settings, one sentence each. */
function problemsOf({ fields, comparisons, blocking, training, certain, linkAt, askAt }: Checked): string[] {
  const names = new Set(fields.map(({ name }) => name))
  const conditions = [
    ...comparisons.flatMap(({ levels }) => levels.flatMap(({ when }) => when)),
    ...certain.flatMap(({ close }) => close),
  ]
  const keys = [...blocking, ...training, ...certain.map((one) => one.keys)].flat()
  const used = [
    ...comparisons.flatMap((comparison) => comparison.fields),
    ...comparisons.flatMap(({ levels }) => levels.map(({ termFrequency }) => termFrequency)),
    ...[...conditions, ...keys].flatMap(({ field, other }) => [field, other]),
  ].filter((name) => name !== undefined)
  const alone = conditions.filter(
    ({ test, other }) => (test === 'swapped' || test === 'kilometres_apart') !== (other !== undefined),
  )
  return [
    ...(askAt > linkAt ? ['Asking has to begin below the threshold for linking.'] : []),
    ...(names.size < fields.length ? ['Two fields have the same name.'] : []),
    ...[...new Set(used)].filter((name) => !names.has(name)).map((name) => `There is no field "${name}".`),
    ...alone.map(
      ({ test, field }) => `"${test}" of "${field}" needs a second field if and only if it compares two.`,
    ),
  ]
}

export const linkageRun = z.object({
  id: z.uuid(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  step: z.enum(['waiting', 'reading', 'comparing', 'saving', 'done']),
  people: z.number(),
  pairs_scored: z.number(),
  pairs_found: z.number(),
  error: z.string().nullable(),
  requested_by: z.string(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
})
export type LinkageRun = z.infer<typeof linkageRun>

/** How one field spoke for or against: bits of evidence, and what the two people have there. */
export const pairEvidence = z.object({
  prior: z.number(),
  comparisons: z.array(
    z.object({
      name: z.string(),
      level: z.string(),
      weight: z.number(),
      adjustment: z.number(),
      left: z.string().nullable(),
      right: z.string().nullable(),
    }),
  ),
})
export type PairEvidence = z.infer<typeof pairEvidence>

export const pairStates = ['proposed', 'waiting', 'same', 'different', 'unsure'] as const
export const pairDecisions = ['same', 'different', 'unsure'] as const
export type PairDecision = (typeof pairDecisions)[number]

const pairPerson = z.object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable() })
export const linkagePair = z.object({
  id: z.uuid(),
  a: pairPerson,
  b: pairPerson,
  state: z.enum(pairStates),
  weight: z.number(),
  probability: z.number(),
  evidence: pairEvidence,
  model_id: z.uuid(),
  updated_at: z.string(),
})
export type LinkagePair = z.infer<typeof linkagePair>

/** What was learned: by comparison and level the share among matches (m), among others (u), and the weight in bits. */
export const linkageModel = z.object({
  id: z.uuid(),
  people: z.number(),
  created_at: z.string(),
  prior: z.number(),
  comparisons: z.array(
    z.object({
      name: z.string(),
      levels: z.array(z.object({ label: z.string(), m: z.number(), u: z.number(), weight: z.number() })),
    }),
  ),
})
export type LinkageModel = z.infer<typeof linkageModel>

/** A share, and between which it lies with 95% confidence. */
const measuredShare = z.object({ share: z.number(), least: z.number(), most: z.number() })

/** How decisions agree with the model at a threshold; of the pairs that were decided, no others are known. */
export const linkageAccuracy = z.object({
  same: z.number(),
  different: z.number(),
  /** From which probability on pairs are asked about, proposed as one person, and linked without asking; null for never. */
  ask_at: z.number().nullable(),
  link_at: z.number().nullable(),
  automatic_from: z.number().nullable(),
  /** Counts are of all pairs from the threshold on. */
  data: z.array(
    z.object({
      /** The threshold in bits, and as a probability. */
      weight: z.number(),
      threshold: z.number(),
      same: z.number(),
      different: z.number(),
      /** Pairs that nobody has decided yet. */
      open: z.number(),
      /** Of the decided pairs those that are one person; null when none were decided. */
      precision: measuredShare.nullable(),
      /** Of the pairs decided to be one person those from the threshold on. */
      recall: measuredShare.nullable(),
    }),
  ),
})
export type LinkageAccuracy = z.infer<typeof linkageAccuracy>

/** Linking without being asked: whether it is on, from which probability on, never below the linking threshold. */
export const automaticSettings = z.object({ on: z.boolean(), from: probability.default(0.99) })
export type AutomaticSettings = z.infer<typeof automaticSettings>

/** What it would do now. */
export const automaticLinking = automaticSettings.extend({
  /** Whether anything was learned yet. */
  learned: z.boolean(),
  /** At most 1,000 are looked at. */
  pairs: z.number(),
  people: z.number(),
  /** Pairs that the rules of who is who do not let be one: they are asked about. */
  held_back: z.number(),
  examples: z.array(linkagePair),
  /** Pairs that were linked so and are still. */
  linked: z.number(),
})
export type AutomaticLinking = z.infer<typeof automaticLinking>
