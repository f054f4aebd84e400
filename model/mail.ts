import { z } from 'zod'

/** How the connection to a mail server is kept secret: from the start, from its first command on, or not at all. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const

const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/@]+$/, 'must be the name of a server, without a path')
const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\r\n]*$/, 'must be one line')

/** The server that takes Kith's mail, and whom its mail comes from. */
export const mailServerSettings = z.object({
  host,
  port: z.number().int().min(1).max(65_535),
  security: z.enum(mailSecurities),
  /** Empty where the server asks nobody who they are. */
  username: oneLine(320),
  from_name: oneLine(100),
  from_address: z.email().max(254),
  /** Where the links in mails lead: the address under which people open Kith. */
  base_url: z.url({ protocol: /^https?$/ }).max(500),
})
export type MailServerSettings = z.infer<typeof mailServerSettings>

/** What is set, or null; a password is never given back. */
export const mailSettings = z.object({
  server: mailServerSettings.extend({ has_password: z.boolean() }).nullable(),
  /** Set by the environment of the program (KITH_SMTP_URL), which the interface cannot change. */
  by_environment: z.boolean(),
  /** What to offer as `base_url`: where this request came to. */
  this_address: z.string(),
})
export type MailSettings = z.infer<typeof mailSettings>

/** With no `password`, the one that is known stays, unless the server is another one. */
export const mailSettingsInput = mailServerSettings.extend({ password: z.string().max(500).optional() })
export type MailSettingsInput = z.infer<typeof mailSettingsInput>

export const mailTest = z.object({ to: z.email().max(254) })
export const mailTestResult = z.object({ ok: z.boolean(), sentence: z.string() })
export type MailTestResult = z.infer<typeof mailTestResult>

export const mailStates = ['waiting', 'sent', 'failed'] as const
export const mailKinds = [
  'notification',
  'digest',
  'invitation',
  'password_reset',
  'confirmation',
  'report',
] as const
export type MailKind = (typeof mailKinds)[number]

/** A mail that was sent, or shall be; never what it says. */
export const sentMail = z.object({
  id: z.string(),
  kind: z.enum(mailKinds),
  to: z.string(),
  subject: z.string(),
  state: z.enum(mailStates),
  attempts: z.number(),
  last_error: z.string().nullable(),
  next_attempt_at: z.iso.datetime(),
  created_at: z.iso.datetime(),
  sent_at: z.iso.datetime().nullable(),
})
export type SentMail = z.infer<typeof sentMail>
