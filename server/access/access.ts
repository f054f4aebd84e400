import type { SignOnPolicy } from '../../model/sign-on.ts'
import type { Clock } from '../platform/clock.ts'
import type { Platform } from '../platform/index.ts'
import { openMail, type Mail, type MailServer } from '../platform/mail/index.ts'
import type { Database } from '../platform/relational/index.ts'
import { createAuth, type Auth } from './auth.ts'
import type { KeyHolder } from './find-key-holder.ts'
import type { SessionUser } from './find-session-user.ts'
import { createShortCache, type ShortCache, type ShortCacheOptions } from './short-cache.ts'
import { readPolicy } from './sign-on/policy.ts'
import { createTokenBuckets, type TokenBuckets } from './token-buckets.ts'
import { hasUsers } from './users.ts'

/** For how long another process may still accept what this one has just revoked. */
const REMEMBER_MS = 5_000
const MAX_REMEMBERED = 10_000
const SIGN_INS_PER_ADDRESS = { burst: 30, refillMs: 10_000 }
const RESETS_PER_EMAIL = { burst: 3, refillMs: 10 * 60_000 }
const SIGN_INS_PER_EMAIL = { burst: 10, refillMs: 60_000 }

/** What the guard and the routes of this module share. */
export type Access = {
  platform: Platform
  publicUrl: string | undefined
  auth: Auth
  sessions: ShortCache<SessionUser>
  keys: ShortCache<KeyHolder | null>
  signInsByAddress: TokenBuckets
  signInsByEmail: TokenBuckets
  resetsByEmail: TokenBuckets
  mail: Mail
  /** What holds for signing in, at most five seconds old. */
  policy(): Promise<SignOnPolicy>
  /** Whether providers may be at addresses of the own network. */
  allowPrivate: boolean
  /** The way back in for who has locked themselves out: rules about addresses do not count. */
  ignoresIpRules: boolean
  /** Call after every change of users, sessions, keys or the policy: the next request looks them up again. */
  forgetCallers(): void
  /** Whether the first user has still to be made. */
  needsSetup(): Promise<boolean>
}

export type AccessOptions = {
  /** The address people use (KITH_URL). */
  publicUrl?: string | undefined
  allowPrivateDestinations?: boolean | undefined
  ignoreIpRules?: boolean | undefined
  /** The mail server that the environment names. */
  mailServer?: MailServer | null | undefined
}

/** Makes the module's shared state, which lives as long as the server. */
export function createAccess(platform: Platform, settings: AccessOptions): Access {
  const { publicUrl } = settings
  const options = cacheOptions(platform.clock)
  const sessions = createShortCache<SessionUser>(options)
  const keys = createShortCache<KeyHolder | null>(options)
  const policies = createShortCache<SignOnPolicy>(options)
  return {
    platform,
    publicUrl,
    auth: createAuth(platform, publicUrl),
    sessions,
    keys,
    signInsByAddress: createTokenBuckets(platform.clock, SIGN_INS_PER_ADDRESS),
    signInsByEmail: createTokenBuckets(platform.clock, SIGN_INS_PER_EMAIL),
    resetsByEmail: createTokenBuckets(platform.clock, RESETS_PER_EMAIL),
    mail: openMail(platform, {
      given: settings.mailServer ?? null,
      allowPrivate: settings.allowPrivateDestinations ?? false,
    }),
    policy: () => policies.get('policy', () => readPolicy(platform.db)),
    allowPrivate: settings.allowPrivateDestinations ?? false,
    ignoresIpRules: settings.ignoreIpRules ?? false,
    forgetCallers() {
      sessions.clear()
      keys.clear()
      policies.clear()
    },
    needsSetup: createNeedsSetup(platform.db),
  }
}

/** There is always an owner once there has been one, so "no" is asked for only once. */
function createNeedsSetup(db: Database): () => Promise<boolean> {
  let isSetUp = false
  return async () => {
    isSetUp ||= await hasUsers(db)
    return !isSetUp
  }
}

function cacheOptions(clock: Clock): ShortCacheOptions {
  return { clock, ttlMs: REMEMBER_MS, maxEntries: MAX_REMEMBERED }
}
