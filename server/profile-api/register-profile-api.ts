import { openSourceNames } from '../events/index.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { addBrowserKeyRoutes } from './browser-keys/key-routes.ts'
import { openBrowserKeys } from './browser-keys/open-browser-keys.ts'
import { registerVisitorRoute } from './browser-keys/visitor-route.ts'
import { openProfiles } from './open-profiles.ts'
import { addProfileRoute } from './profile-route.ts'
import { registerSegmentApi } from './segment-api/register-segment-api.ts'

/** Profiles for programs: by any identifier, at the addresses of Segment's Profile API, and for a page's own visitor. */
export async function registerProfileApi(app: App, platform: Platform): Promise<void> {
  const profiles = openProfiles(app, platform)
  const keys = openBrowserKeys(platform)
  addProfileRoute(app, { platform, profiles, sources: openSourceNames(platform.db) })
  addBrowserKeyRoutes(app, platform, keys)
  await registerSegmentApi(app, platform, profiles)
  await registerVisitorRoute(app, { profiles, keys })
}
