import { betterAuth, type BetterAuthOptions } from 'better-auth'
import type { Platform } from '../platform/index.ts'
import { CLIENT_IP_HEADER } from './client-address.ts'
import { sessionStarter } from './start-session.ts'

const DAY_S = 86_400
const SESSION_S = 30 * DAY_S
const RENEW_AFTER_S = DAY_S

/** Keeps sessions in our tables. Called by our own routes; none of its own is served. */
export type Auth = ReturnType<typeof createAuth>

/** Sets the library up; over https the cookie is only ever sent over https. */
export function createAuth({ db, secrets, logger }: Platform, publicUrl: string | undefined) {
  return betterAuth({
    database: { db, type: 'postgres' },
    secret: secrets.derive('sessions').toString('base64'),
    baseURL: publicUrl ?? 'http://localhost',
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'kith',
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
    },
    plugins: [sessionStarter],
    logger: { log: (level, message) => logger[level === 'error' ? 'error' : 'debug'](message) },
    ...tables,
  })
}

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

const tables = {
  user: {
    modelName: 'users',
    fields: { emailVerified: 'email_verified', ...timestamps },
  },
  session: {
    modelName: 'sessions',
    fields: {
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...timestamps,
    },
    expiresIn: SESSION_S,
    updateAge: RENEW_AFTER_S,
  },
  account: {
    modelName: 'accounts',
    fields: {
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...timestamps,
    },
  },
  verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...timestamps } },
} as const satisfies Partial<BetterAuthOptions>
