import type { AuditEntry } from '../../../model/access.ts'

/** What an entry can be about. */
export const subjectNames: Record<string, string> = {
  user: 'Colleagues',
  role: 'Roles',
  team: 'Teams',
  sign_on: 'Sign-on policy',
  sign_on_provider: 'Sign-on providers',
  person: 'People',
  company: 'Companies',
  api_key: 'API keys',
  browser_key: 'Browser keys',
  trait: 'Traits',
  source: 'Sources',
  segment: 'Segments',
  computed_trait: 'Computed traits',
  destination: 'Destinations',
  enrichment_provider: 'Enrichment providers',
  delivery: 'Deliveries',
  deal: 'Deals',
  pipeline: 'Pipelines',
  activity: 'Activities',
  dashboard: 'Dashboards',
  assignment_rule: 'Assignment rules',
  close_reason: 'Reasons for closing',
  snippet: 'Snippets',
  linkage_pair: 'Possible duplicates',
  linkage_run: 'Searches for duplicates',
  linkage_settings: 'Settings of matching',
  identity_rules: 'Identity rules',
  household_rule: 'Households',
  identifier: 'Identifiers',
}

/** "deal.stage_changed" reads "Deal stage changed", "user.signed_in" reads "Signed in". */
export function actionWords({ action }: Pick<AuditEntry, 'action'>): string {
  const [subject = '', verb = ''] = action.split('.')
  const words = (verb.startsWith('signed_') ? verb : `${subject} ${verb}`).replaceAll('_', ' ').trim()
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\bapi\b/i, 'API')
}
