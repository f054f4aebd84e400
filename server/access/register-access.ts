import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Mail } from '../platform/mail/index.ts'
import { createAccess, type AccessOptions } from './access.ts'
import { registerAccountRoutes } from './account-routes.ts'
import { registerAuditRoutes } from './audit-routes.ts'
import { addGuard } from './guard.ts'
import { addIdempotency } from './idempotency/add-idempotency.ts'
import { registerMailRoutes } from './mail/mail-routes.ts'
import { registerKeyRoutes } from './key-routes.ts'
import { registerPasswordLinkRoutes } from './password-links/password-link-routes.ts'
import { registerRoleRoutes } from './roles/role-routes.ts'
import { registerSessionRoutes } from './session-routes.ts'
import { registerSignOnRoutes } from './sign-on/sign-on-routes.ts'
import { registerSecondStepRoutes } from './two-factor/second-step-routes.ts'
import { registerTwoFactorRoutes } from './two-factor/two-factor-routes.ts'
import { registerTeamRoutes } from './teams/team-routes.ts'
import { registerUserRoutes } from './user-routes.ts'

/**
 * Guards every route by the permission it declares and adds the routes for sessions, users, roles,
 * teams, keys, mail and the audit log.
 * Must come before the other modules' routes. Gives how to have rights that changed elsewhere hold from the next
 * request on, and how to send mail.
 */
export function registerAccess(
  app: App,
  platform: Platform,
  options: AccessOptions,
): { forgetCallers: () => void; mail: Mail } {
  const access = createAccess(platform, options)
  addGuard(app, access)
  addIdempotency(app, platform)
  registerSessionRoutes(app, access)
  registerUserRoutes(app, access)
  registerAccountRoutes(app, access)
  registerSecondStepRoutes(app, access)
  registerTwoFactorRoutes(app, access)
  registerSignOnRoutes(app, access)
  registerRoleRoutes(app, access)
  registerTeamRoutes(app, access)
  registerKeyRoutes(app, access)
  registerAuditRoutes(app, platform)
  registerMailRoutes(app, access, access.mail)
  registerPasswordLinkRoutes(app, access)
  return { forgetCallers: access.forgetCallers, mail: access.mail }
}
