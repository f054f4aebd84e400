import { z } from 'zod'
import { jsonObject } from './json.ts'
import { pageQuery } from './page.ts'
import { MAX_TRAIT_NAME } from './trait.ts'

/** What is enriched. */
export const enrichedObjects = ['person', 'company'] as const
export type EnrichedObject = (typeof enrichedObjects)[number]

/** What a value of an answer becomes. */
export const answerTypes = ['text', 'number', 'boolean', 'date', 'list', 'object'] as const
export type AnswerType = (typeof answerTypes)[number]

const MAX_BODY = 10_000
const secretName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'A name of a key is written like api_key.')

/**
 * How a provider is asked. Texts may hold `{{ email }}`, `{{ traits.plan }}`, `{{ secret.api_key }}`; one that may be missing has a
 * question mark: `{{ phone? }}`.
 */
const enrichmentRequest = z.object({
  method: z.enum(['GET', 'POST']),
  url: z.string().trim().min(1).max(2_000),
  headers: z
    .array(z.object({ name: z.string().trim().min(1).max(100), value: z.string().trim().max(2_000) }))
    .max(20),
  /** Sent as JSON; null for none. */
  body: jsonObject
    .nullable()
    .refine((body) => JSON.stringify(body).length <= MAX_BODY, `At most ${MAX_BODY} characters.`),
})
export type EnrichmentRequest = z.infer<typeof enrichmentRequest>

/** Where in the answer the value of a trait stands: `person.employment.title`, `results.0.city`. */
const mappedTrait = z.object({
  path: z.string().trim().min(1, 'Say where in the answer it stands.').max(200),
  trait: z.string().trim().min(1, 'Name the trait.').max(MAX_TRAIT_NAME),
  type: z.enum(answerTypes),
  /** `missing`: written only where no other source says anything. */
  when: z.enum(['missing', 'always']),
})
export type MappedTrait = z.infer<typeof mappedTrait>

const limit = z.int().min(1).max(10_000_000).nullable()

/** All that a provider is, besides its name and keys. */
export const enrichmentDefinition = z
  .object({
    request: enrichmentRequest,
    mapping: z.array(mappedTrait).min(1, 'Name at least one trait.').max(50),
    /** The provider knows nothing: it answers with one of these statuses, or there is nothing at this path. */
    not_found: z.object({
      statuses: z.array(z.int().min(200).max(499)).max(10),
      empty_path: z.string().trim().max(200).nullable(),
    }),
    /** For so many days nobody is asked for the same again, also not when nothing was found. */
    cache_days: z.int().min(1).max(730),
    limits: z.object({ per_day: limit, per_month: limit }),
    /** What a request costs, to show what was spent. */
    price: z.object({ amount: z.number().min(0).max(10_000), currency: z.string().regex(/^[A-Z]{3}$/) }),
    /** The trait that says that somebody agreed; null where none is needed, and for companies. */
    consent: z.string().trim().min(1).max(MAX_TRAIT_NAME).nullable(),
    automatic: z.object({ who: z.enum(['nobody', 'new', 'segment']), segment_id: z.uuid().nullable() }),
  })
  .refine(({ automatic: { who, segment_id } }) => who !== 'segment' || segment_id !== null, {
    path: ['automatic', 'segment_id'],
    message: 'Choose a segment.',
  })
export type EnrichmentDefinition = z.infer<typeof enrichmentDefinition>

/** A shape that is ready but for the key. */
export const enrichmentShape = z.object({
  kind: z.string(),
  name: z.string(),
  about: z.string(),
  object: z.enum(enrichedObjects),
  /** The keys that it needs, as `{{ secret.… }}` names them, and what they are called. */
  secrets: z.array(z.object({ name: z.string(), label: z.string() })),
  definition: enrichmentDefinition,
})
export type EnrichmentShape = z.infer<typeof enrichmentShape>

const secretValues = z.record(secretName, z.string().min(1).max(4_000))
const providerName = z.string().trim().min(1, 'Give it a name.').max(100)

export const enrichmentProviderInput = z.object({
  name: providerName,
  object: z.enum(enrichedObjects),
  definition: enrichmentDefinition,
  secrets: secretValues.default({}),
  enabled: z.boolean().default(false),
})
export type EnrichmentProviderInput = z.input<typeof enrichmentProviderInput>

export const enrichmentProviderChange = z.object({
  name: providerName.optional(),
  definition: enrichmentDefinition.optional(),
  /** Keys that are new or other than before; those not named stay. */
  secrets: secretValues.optional(),
  enabled: z.boolean().optional(),
  /** The version that was changed: another one now is a conflict. */
  version: z.int().optional(),
})
export type EnrichmentProviderChange = z.input<typeof enrichmentProviderChange>

/** Requests sent, and what they cost by today's price. */
const spend = z.object({ requests: z.number(), cost: z.number() })

export const enrichmentProvider = z.object({
  id: z.uuid(),
  name: z.string(),
  object: z.enum(enrichedObjects),
  enabled: z.boolean(),
  definition: enrichmentDefinition,
  /** Names of the keys that are kept. */
  secrets: z.array(z.string()),
  version: z.int(),
  /** Until when nothing is asked, and why. */
  paused: z.object({ until: z.iso.datetime(), reason: z.string() }).nullable(),
  spent: z.object({ today: spend, month: spend }),
  waiting: z.number(),
  created_at: z.iso.datetime(),
})
export type EnrichmentProvider = z.infer<typeof enrichmentProvider>

export const lookupStates = ['waiting', 'found', 'not_found', 'skipped', 'failed'] as const
export type LookupState = (typeof lookupStates)[number]

/** A question to a provider about somebody, and what became of it. */
export const enrichmentLookup = z.object({
  id: z.uuid(),
  provider: z.object({ id: z.uuid(), name: z.string() }),
  object: z.enum(enrichedObjects),
  /** Null when the record is gone. */
  record: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  state: z.enum(lookupStates),
  /** Why it was skipped, failed, or waits. */
  reason: z.string().nullable(),
  /** Traits that were written. */
  traits: z.array(z.string()),
  /** True when an earlier answer was used, and nothing spent. */
  cached: z.boolean(),
  asked_by: z.string(),
  attempts: z.number(),
  next_attempt_at: z.iso.datetime().nullable(),
  good_until: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
})
export type EnrichmentLookup = z.infer<typeof enrichmentLookup>

export const lookupQuery = pageQuery.extend({
  provider: z.uuid().optional(),
  state: z.enum(lookupStates).optional(),
})
export type LookupQuery = z.infer<typeof lookupQuery>

/** A trait that an answer speaks of, and what becomes of it. */
const triedTrait = z.object({
  trait: z.string(),
  value: z.unknown(),
  /** As it is now. */
  now: z.unknown(),
  written: z.boolean(),
  /** Why it is not written. */
  reason: z.string().nullable(),
})
export type TriedTrait = z.infer<typeof triedTrait>

export const enrichmentTryInput = z.object({
  record_id: z.uuid(),
  /** False shows the request without sending it. */
  send: z.boolean().default(true),
})

/** What a provider would be asked, what it said, and what would be written. Keys are not in it. */
export const enrichmentTrial = z.object({
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    body: z.unknown(),
  }),
  /** Null when nothing was sent. */
  answer: z.object({ status: z.number().nullable(), text: z.string() }).nullable(),
  result: z.enum(['not_sent', 'found', 'not_found', 'failed']),
  sentence: z.string(),
  traits: z.array(triedTrait),
})
export type EnrichmentTrial = z.infer<typeof enrichmentTrial>

export const enrichInput = z.object({
  provider_id: z.uuid(),
  /** Ask although an answer is still good. */
  again: z.boolean().default(false),
})

/** Of whom a run is; null for everybody. */
export const enrichmentRunInput = z.object({ segment_id: z.uuid().nullable() })

export const enrichmentPreview = z.object({
  records: z.number(),
  to_ask: z.number(),
  known: z.number(),
  no_consent: z.number(),
  nothing_to_ask_by: z.number(),
  cost: z.number(),
  currency: z.string(),
  /** How many days the limits make of it. */
  days: z.number(),
  /** True when only the first were looked at, and the rest reckoned from them. */
  estimated: z.boolean(),
})
export type EnrichmentPreview = z.infer<typeof enrichmentPreview>

export const enrichmentRun = z.object({
  id: z.uuid(),
  provider_id: z.uuid(),
  segment: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  state: z.enum(['collecting', 'asking', 'done', 'stopped']),
  total: z.number(),
  /** How many records it has come to. */
  looked_at: z.number(),
  counts: z.object({
    waiting: z.number(),
    found: z.number(),
    not_found: z.number(),
    skipped: z.number(),
    failed: z.number(),
  }),
  asked_by: z.string(),
  created_at: z.iso.datetime(),
})
export type EnrichmentRun = z.infer<typeof enrichmentRun>

/** How enrichment stands for one record. */
export const recordEnrichment = z.object({
  providers: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      /** Why it cannot be asked now; null when it can. */
      problem: z.string().nullable(),
    }),
  ),
  lookups: z.array(enrichmentLookup),
})
export type RecordEnrichment = z.infer<typeof recordEnrichment>
