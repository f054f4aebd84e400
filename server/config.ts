import { resolve } from 'node:path'
import { z } from 'zod'
import { mailServerFrom } from './mail-config.ts'
import { rangeProblem } from './platform/address-ranges.ts'

const text = z.string().trim().min(1).optional()

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  KITH_DATA: z.string().default('./data'),
  KITH_URL: z.url().optional(),
  KITH_SECRET: z.string().min(32, 'must be at least 32 characters long').optional(),
  KITH_ADMIN_EMAIL: z.email().optional(),
  KITH_ADMIN_PASSWORD: z.string().min(8).optional(),
  KITH_WRITE_KEY: text,
  KITH_API_KEY: text,
  KITH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  KITH_MIN_FREE_DISK_MB: z.coerce.number().min(0).default(512),
  KITH_FILES_QUOTA_MB: z.coerce.number().min(0).default(10_240),
  KITH_ALLOW_PRIVATE_DESTINATIONS: z.stringbool().default(false),
  KITH_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((one) => one.trim()))
    .transform((list) => list.filter((one) => one !== ''))
    .refine(
      (list) => list.every((one) => rangeProblem(one) === null),
      'must be addresses or ranges such as 10.0.0.0/8, with commas',
    ),
  KITH_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  KITH_MAIL_FROM: text,
  KITH_IGNORE_IP_RULES: z.stringbool().default(false),
  DATABASE_URL: z.url().optional(),
})

/** The settings of this process, read once from the environment. */
export type Config = ReturnType<typeof readConfig>

/**
 * Reads and checks the environment; the only place that does. `defaults` hold where it says nothing.
 * Throws one sentence for each variable that is wrong.
 */
export function readConfig(defaults: Record<string, string> = {}, env: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(
    Object.entries({ ...defaults, ...env }).filter(([, value]) => value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  const e = parsed.data
  return {
    port: e.PORT,
    host: e.HOST,
    dataDir: resolve(e.KITH_DATA),
    publicUrl: e.KITH_URL,
    secret: e.KITH_SECRET,
    logLevel: e.KITH_LOG_LEVEL,
    databaseUrl: e.DATABASE_URL,
    minFreeDiskBytes: e.KITH_MIN_FREE_DISK_MB * 1024 * 1024,
    filesQuotaBytes: e.KITH_FILES_QUOTA_MB * 1024 * 1024,
    allowPrivateDestinations: e.KITH_ALLOW_PRIVATE_DESTINATIONS,
    trustedProxies: e.KITH_TRUSTED_PROXIES,
    ignoreIpRules: e.KITH_IGNORE_IP_RULES,
    mailServer: mailServerOf(e),
    first: {
      adminEmail: e.KITH_ADMIN_EMAIL,
      adminPassword: e.KITH_ADMIN_PASSWORD,
      writeKey: e.KITH_WRITE_KEY,
      apiKey: e.KITH_API_KEY,
    },
  }
}

function mailServerOf({ KITH_SMTP_URL, KITH_MAIL_FROM, KITH_URL, HOST, PORT }: z.infer<typeof environment>) {
  if (KITH_SMTP_URL === undefined) return null
  if (KITH_MAIL_FROM === undefined)
    throw new Error('KITH_MAIL_FROM: must say whom the mail of KITH_SMTP_URL comes from')
  return mailServerFrom(KITH_SMTP_URL, {
    from: KITH_MAIL_FROM,
    baseUrl: KITH_URL ?? `http://${HOST}:${PORT}`,
  })
}
