import type { App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { registerBrowserRoutes } from './browser-routes.ts'
import { registerPolicyRoutes } from './policy-routes.ts'
import { registerProviderRoutes } from './provider-routes.ts'
import { registerSamlRoutes } from './saml/saml-routes.ts'

/** Routes for the rules of signing in, for providers, and for browsers on their way to a provider and back. */
export function registerSignOnRoutes(app: App, access: Access): void {
  registerPolicyRoutes(app, access)
  registerProviderRoutes(app, access)
  registerBrowserRoutes(app, access)
  registerSamlRoutes(app, access)
}
