import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from './root-route.ts'
import * as search from './search-params.ts'

const under = { getParentRoute: () => root }

const team = createRoute({
  ...under,
  path: '/settings/team',
  validateSearch: search.teamSearch,
  staticData: { title: 'Team and roles' },
  component: lazyRouteComponent(() => import('./pages/team/TeamPage.tsx'), 'TeamPage'),
})

const signOn = createRoute({
  ...under,
  path: '/settings/sign-on',
  validateSearch: search.signOnSearch,
  staticData: { title: 'Sign-on' },
  component: lazyRouteComponent(() => import('./pages/sign-on/SignOnPage.tsx'), 'SignOnPage'),
})

const mail = createRoute({
  ...under,
  path: '/settings/mail',
  validateSearch: search.mailSearch,
  staticData: { title: 'Mail' },
  component: lazyRouteComponent(() => import('./pages/mail/MailPage.tsx'), 'MailPage'),
})

const enrichment = createRoute({
  ...under,
  path: '/settings/enrichment',
  validateSearch: search.enrichmentSearch,
  staticData: { title: 'Enrichment' },
  component: lazyRouteComponent(() => import('./pages/enrichment/EnrichmentPage.tsx'), 'EnrichmentPage'),
})

const enrichmentProvider = createRoute({
  ...under,
  path: '/settings/enrichment/$id',
  validateSearch: search.enrichmentProviderSearch,
  staticData: { title: 'Enrichment provider' },
  component: lazyRouteComponent(() => import('./pages/enrichment/ProviderPage.tsx'), 'ProviderPage'),
})

const pipelines = createRoute({
  ...under,
  path: '/settings/pipelines',
  validateSearch: search.pipelinesSearch,
  staticData: { title: 'Pipelines' },
  component: lazyRouteComponent(() => import('./pages/pipelines/PipelinesPage.tsx'), 'PipelinesPage'),
})

const assignment = createRoute({
  ...under,
  path: '/settings/assignment',
  staticData: { title: 'Assignment rules' },
  component: lazyRouteComponent(() => import('./pages/assignment/AssignmentPage.tsx'), 'AssignmentPage'),
})

const objects = createRoute({
  ...under,
  path: '/settings/objects',
  validateSearch: search.objectsSearch,
  staticData: { title: 'Objects and fields' },
  component: lazyRouteComponent(() => import('./pages/objects/ObjectsPage.tsx'), 'ObjectsPage'),
})

const account = createRoute({
  ...under,
  path: '/settings/account',
  staticData: { title: 'Your account' },
  component: lazyRouteComponent(() => import('./pages/account/AccountPage.tsx'), 'AccountPage'),
})

const keys = createRoute({
  ...under,
  path: '/settings/keys',
  validateSearch: search.keysSearch,
  staticData: { title: 'Keys' },
  component: lazyRouteComponent(() => import('./pages/keys/KeysPage.tsx'), 'KeysPage'),
})

const identityRules = createRoute({
  ...under,
  path: '/settings/identity',
  validateSearch: search.identitySearch,
  staticData: { title: 'Identity rules' },
  component: lazyRouteComponent(() => import('./pages/identity/IdentityRulesPage.tsx'), 'IdentityRulesPage'),
})

const audit = createRoute({
  ...under,
  path: '/settings/audit',
  validateSearch: search.auditSearch,
  staticData: { title: 'Audit log' },
  component: lazyRouteComponent(() => import('./pages/audit/AuditPage.tsx'), 'AuditPage'),
})

const bin = createRoute({
  ...under,
  path: '/settings/bin',
  staticData: { title: 'Bin' },
  component: lazyRouteComponent(() => import('./pages/bin/BinPage.tsx'), 'BinPage'),
})

const system = createRoute({
  ...under,
  path: '/settings/system',
  staticData: { title: 'System health' },
  component: lazyRouteComponent(() => import('./pages/system/SystemPage.tsx'), 'SystemPage'),
})

/** The pages under Settings. */
export const settingsRoutes = [
  team,
  signOn,
  mail,
  enrichment,
  enrichmentProvider,
  pipelines,
  assignment,
  objects,
  account,
  keys,
  identityRules,
  audit,
  bin,
  system,
] as const
