import { z } from 'zod'
import { optionalText, text } from './strings.ts'

export const formFieldTypes = [
  'text',
  'email',
  'phone',
  'long_text',
  'select',
  'checkbox',
  'consent',
] as const
export type FormFieldType = (typeof formFieldTypes)[number]

const MAX_FIELDS = 40
const MAX_OPTIONS = 100
export const MAX_ANSWER = { short: 300, long: 5_000 } as const

const isTrait = (key: string) => /^[a-z][a-z0-9_]{0,59}$/.test(key)

/**
 * A question. `key` is the trait that the answer becomes. A `consent` is a box that nobody has ticked before, with the sentence
 * that is agreed to as its label.
 */
export const formField = z
  .strictObject({
    key: z
      .string()
      .refine(isTrait, 'must be small letters, digits and _, beginning with a letter, at most 60.'),
    label: text(500),
    type: z.enum(formFieldTypes),
    required: z.boolean().default(false),
    placeholder: optionalText(200).default(''),
    options: z.array(text(200)).max(MAX_OPTIONS).default([]),
  })
  .refine(({ type, options }) => type !== 'select' || options.length > 0, {
    path: ['options'],
    message: 'A choice needs something to choose from.',
  })
export type FormField = z.output<typeof formField>

const webAddress = z
  .url({ protocol: /^https?$/, message: 'Write a whole address, such as https://example.com/thanks.' })
  .max(2_000)
const origin = webAddress
  .refine((written) => URL.canParse(written) && new URL(written).origin === written.replace(/\/$/, ''), {
    message: 'Write only where the site is, such as https://www.example.com.',
  })
  .transform((written) => new URL(written).origin)

export const formDefinition = z
  .strictObject({
    title: optionalText(200).default(''),
    intro: optionalText(1_000).default(''),
    fields: z.array(formField).min(1).max(MAX_FIELDS),
    button: text(60).default('Send'),
    thanks: text(1_000).default('Thank you. We have received what you wrote.'),
    /** Where to go afterwards instead of the words of thanks. */
    redirect: webAddress.nullable().default(null),
    /** Whether who writes becomes a lead. */
    makes_lead: z.boolean().default(true),
    /** Whether the address has to be confirmed by a link in a mail before anything is believed. */
    double_opt_in: z.boolean().default(false),
    /** Sites that may show it in their pages; none named means all. */
    sites: z.array(origin).max(20).default([]),
  })
  .superRefine(({ fields }, ctx) => {
    const seen = new Set<string>()
    for (const [index, { key }] of fields.entries()) {
      if (seen.has(key))
        ctx.addIssue({ code: 'custom', path: ['fields', index, 'key'], message: `There are two ${key}.` })
      seen.add(key)
    }
    const email = fields.find(({ key }) => key === 'email')
    if (email?.type !== 'email' || !email.required)
      ctx.addIssue({
        code: 'custom',
        path: ['fields'],
        message:
          'A form has to ask for the e-mail address: a required field of the type e-mail with the key email.',
      })
  })
export type FormDefinition = z.output<typeof formDefinition>

export const formInput = z.strictObject({
  name: text(200),
  open: z.boolean().default(true),
  definition: formDefinition,
})
export type FormInput = z.output<typeof formInput>

/** With `version`, it is refused (409) when somebody else changed the form since. */
export const formChange = formInput.partial().extend({ version: z.number().int().optional() })
export type FormChange = z.output<typeof formChange>

export const form = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Whether it takes answers. */
  open: z.boolean(),
  definition: z.object({
    title: z.string(),
    intro: z.string(),
    fields: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        type: z.enum(formFieldTypes),
        required: z.boolean(),
        placeholder: z.string(),
        options: z.array(z.string()),
      }),
    ),
    button: z.string(),
    thanks: z.string(),
    redirect: z.string().nullable(),
    makes_lead: z.boolean(),
    double_opt_in: z.boolean(),
    sites: z.array(z.string()),
  }),
  version: z.number(),
  /** How often it was sent in, spam left out, and when last. */
  submissions: z.number(),
  last_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
})
export type Form = z.infer<typeof form>

/** `waiting` for its address to be confirmed; `spam` is kept for a look and does nothing. */
export const submissionStates = ['done', 'waiting', 'spam'] as const
export type SubmissionState = (typeof submissionStates)[number]

/** Where somebody wrote from. */
export const submissionContext = z.object({
  page_url: z.string().max(2_000).optional(),
  referrer: z.string().max(2_000).optional(),
  anonymous_id: z.string().max(200).optional(),
  /** utm_source and the like of the page's address, without `utm_`. */
  campaign: z.record(z.string(), z.string()).optional(),
})
export type SubmissionContext = z.infer<typeof submissionContext>

const answers = z.record(z.string(), z.union([z.string(), z.boolean()]))
export type Answers = z.infer<typeof answers>

export const submission = z.object({
  id: z.uuid(),
  state: z.enum(submissionStates),
  answers,
  context: submissionContext,
  /** Why it is taken for spam. */
  spam_reason: z.string().nullable(),
  person_id: z.uuid().nullable(),
  lead_id: z.uuid().nullable(),
  at: z.iso.datetime(),
  confirmed_at: z.iso.datetime().nullable(),
})
export type Submission = z.infer<typeof submission>

/** What a program sends in for somebody. The same `id` again changes nothing. */
export const submissionInput = z.strictObject({
  id: z.uuid().optional(),
  answers: z.record(z.string().max(60), z.union([z.string().max(MAX_ANSWER.long), z.boolean()])),
  context: submissionContext.omit({ campaign: true }).default({}),
})
export type SubmissionInput = z.output<typeof submissionInput>
