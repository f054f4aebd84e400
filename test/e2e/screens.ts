import type { Page } from 'playwright-core'
import { owner } from './demo-store.ts'
import { enrichmentScreens } from './enrichment-screens.ts'
import type { ScreenData } from './screen-data.ts'

/** What screens are about; the dashboard is made by a user, the others by a key. */
export type ShownData = ScreenData & { dashboard: string }

export type Screen = {
  name: string
  path: (data: ShownData) => string
  /** What stands on it once it is complete. */
  shows: string
  /** Of those who have no account: a page of its own and not one of the app. */
  isOutside?: boolean
  /** What its reader does first. */
  before?: (page: Page) => Promise<void>
}

/** The main screens: where each is, and what its reader does first. */
export const screens: Screen[] = [
  { name: 'home', path: () => '/', shows: 'New people' },
  { name: 'my-day', path: () => '/my-day', shows: 'Send the offer' },
  { name: 'tasks', path: () => '/tasks', shows: 'Send the offer' },
  { name: 'activity', path: ({ activity }) => `/tasks?activity=${activity}`, shows: 'Edit the note' },
  { name: 'notifications', path: () => '/notifications', shows: 'gave you' },
  {
    name: 'composer',
    path: ({ person }) => `/people/${person}`,
    shows: 'Reminder',
    before: async (page) => page.getByRole('button', { name: 'Meeting m', exact: true }).click(),
  },
  { name: 'people', path: () => '/people', shows: 'Ada Lovelace' },
  { name: 'person', path: ({ person }) => `/people/${person}`, shows: 'Analytical engine' },
  {
    name: 'person-identity',
    path: ({ person }) => `/people/${person}?tab=identity`,
    shows: 'Links that bind',
  },
  { name: 'duplicates', path: () => '/duplicates', shows: 'likely the same person' },
  { name: 'duplicates-model', path: () => '/duplicates?tab=model', shows: 'Where to put the thresholds' },
  { name: 'person-duplicates', path: ({ twin }) => `/people/${twin}?tab=about`, shows: 'Auguste King' },
  {
    name: 'person-new',
    path: () => '/people?create=true',
    shows: 'Already there?',
    before: async (page) => page.getByRole('textbox', { name: 'Name' }).fill('Ada Love'),
  },
  { name: 'companies', path: () => '/companies', shows: 'Last seen' },
  { name: 'company-new', path: () => '/companies?create=true', shows: 'Cancel' },
  { name: 'company', path: ({ company }) => `/companies/${company}`, shows: 'Ada Lovelace' },
  { name: 'segments', path: () => '/segments', shows: 'Good customers' },
  { name: 'segment-builder', path: ({ segment }) => `/segments/${segment}/edit`, shows: 'counted in' },
  { name: 'segment', path: ({ segment }) => `/segments/${segment}`, shows: 'Ada Lovelace' },
  { name: 'segment-list', path: ({ list }) => `/segments/${list}`, shows: 'Ada Lovelace' },
  {
    name: 'segment-list-file',
    path: ({ list }) => `/segments/${list}`,
    shows: 'Type of the identifiers',
    before: async (page) => page.getByRole('button', { name: 'From a file' }).click(),
  },
  {
    name: 'segment-split',
    path: ({ segment }) => `/segments/${segment}`,
    shows: 'Everybody is in a group',
    before: async (page) => {
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Divide at random' }).click()
    },
  },
  {
    name: 'segments-compared',
    path: ({ segment, list }) => `/segments/compare?segments=${segment},${list}`,
    shows: 'Did within 90 days',
  },
  { name: 'computed-traits', path: () => '/computed-traits', shows: 'revenue' },
  {
    name: 'computed-trait',
    path: ({ computedTrait }) => `/computed-traits/${computedTrait}`,
    shows: 'worked out in',
  },
  { name: 'sql-trait', path: () => '/computed-traits/new-sql', shows: 'worked out in' },
  {
    name: 'score',
    path: () => '/computed-traits',
    shows: 'Fades as time passes',
    before: async (page) => {
      await page.getByRole('link', { name: 'lead_score' }).click()
      await page.getByRole('button', { name: 'Conditions' }).first().click()
    },
  },
  { name: 'deals', path: () => '/deals', shows: 'weighted' },
  { name: 'deals-calendar', path: () => '/deals?view=calendar&month=2030-01', shows: 'Analytical engine' },
  { name: 'leads', path: () => '/leads', shows: 'Annie Easley' },
  { name: 'leads-board', path: () => '/leads?view=board', shows: 'Annie Easley' },
  { name: 'lead', path: ({ lead }) => `/leads?lead=${lead}`, shows: 'in this status since' },
  {
    name: 'lead-conversion',
    path: ({ lead }) => `/leads?lead=${lead}`,
    shows: 'A new deal',
    before: async (page) => page.getByRole('button', { name: 'Convert' }).click(),
  },
  { name: 'products', path: () => '/products', shows: 'Brass gear' },
  { name: 'product', path: ({ product }) => `/products?product=${product}`, shows: 'Price in USD' },
  { name: 'product-new', path: () => '/products?create=true', shows: 'Price in USD (Standard)' },
  {
    name: 'product-import',
    path: () => '/products',
    shows: 'Prices go into',
    before: async (page) => page.getByRole('button', { name: 'Import' }).click(),
  },
  { name: 'price-books', path: () => '/products?tab=prices', shows: 'Standard' },
  {
    name: 'line-items',
    path: ({ deal }) => `/deals?deal=${deal}`,
    shows: 'How many times',
    before: async (page) => page.getByRole('button', { name: /^Upkeep/ }).click(),
  },
  {
    name: 'field-formula',
    path: () => '/settings/objects?object=deal&field=new',
    shows: 'It gives a number.',
    before: async (page) => {
      await page.getByRole('combobox', { name: 'Type' }).click()
      await page.getByRole('option', { name: 'Formula' }).click()
      await page.getByRole('textbox', { name: 'Formula' }).fill('amount * 0.19')
    },
  },
  {
    name: 'field-rollup',
    path: () => '/settings/objects?object=company&field=new',
    shows: 'Only those',
    before: async (page) => {
      await page.getByRole('combobox', { name: 'Type' }).click()
      await page.getByRole('option', { name: 'Roll-up' }).click()
    },
  },
  { name: 'files', path: ({ deal }) => `/deals?deal=${deal}`, shows: 'Drop files here' },
  { name: 'sales-performance', path: () => '/insights/sales', shows: 'By owner' },
  { name: 'forecast', path: () => '/insights/forecast', shows: 'By team and owner' },
  {
    name: 'forecast-changed-deals',
    path: () => '/insights/forecast?step=added',
    shows: 'Deals new since then.',
  },
  {
    name: 'forecast-changes',
    path: () => '/insights/forecast?from=2030-01-01&to=2030-03-31',
    shows: 'Open then',
  },
  { name: 'dashboards', path: () => '/dashboards', shows: 'All at a glance' },
  { name: 'dashboard', path: ({ dashboard }) => `/dashboards/${dashboard}`, shows: 'Best sellers' },
  {
    name: 'dashboard-card',
    path: ({ dashboard }) => `/dashboards/${dashboard}?card=new`,
    shows: 'Won deals as a share',
    before: async (page) => {
      await page.getByRole('combobox', { name: 'What it shows' }).click()
      await page.getByRole('option', { name: 'Win rate' }).click()
    },
  },
  {
    name: 'dashboard-mails',
    path: ({ dashboard }) => `/dashboards/${dashboard}?mails=true`,
    shows: 'On the 1st and 31st of every month',
    before: async (page) => page.getByRole('button', { name: 'Send it regularly' }).click(),
  },
  {
    name: 'deals-behind',
    path: () => '/insights/sales',
    shows: 'Download as CSV',
    before: async (page) => page.getByRole('button', { name: /^Won/ }).first().click(),
  },
  { name: 'pipelines', path: () => '/settings/pipelines', shows: 'A competitor' },
  {
    name: 'pipeline',
    path: ({ pipeline }) => `/settings/pipelines?pipeline=${pipeline}`,
    shows: 'Add a stage',
  },
  { name: 'deal', path: ({ deal }) => `/deals?deal=${deal}`, shows: 'less than a day' },
  { name: 'imports', path: () => '/imports', shows: 'contacts.csv' },
  { name: 'import-new', path: () => '/imports/new', shows: 'Drop files here' },
  { name: 'import-columns', path: ({ imports }) => `/imports/${imports.mapping}`, shows: 'Check all rows' },
  {
    name: 'import-check',
    path: ({ imports }) => `/imports/${imports.checked}`,
    shows: 'This is no e-mail address.',
  },
  { name: 'import-result', path: ({ imports }) => `/imports/${imports.done}`, shows: 'Undo the import' },
  { name: 'sources', path: () => '/sources', shows: 'Website' },
  {
    name: 'live',
    path: () => '/live',
    shows: 'What each step did',
    before: (page) =>
      page.getByRole('list', { name: 'Events, newest first' }).getByRole('button').first().click(),
  },
  { name: 'dropped', path: () => '/live?tab=dropped', shows: 'Ping' },
  { name: 'destinations', path: () => '/destinations', shows: 'Old warehouse' },
  { name: 'deliveries', path: () => '/deliveries', shows: 'Failed' },
  { name: 'team', path: () => '/settings/team', shows: 'Alan Turing' },
  { name: 'objects', path: () => '/settings/objects?object=deal', shows: 'Product line' },
  {
    name: 'field',
    path: ({ field }) => `/settings/objects?object=deal&field=${field}`,
    shows: 'Fast filter',
  },
  { name: 'records', path: () => '/records/project', shows: 'Difference engine' },
  { name: 'record', path: ({ record }) => `/records/project?record=${record}`, shows: 'Lovelace' },
  { name: 'record-new', path: () => '/records/project?create=true', shows: 'Cancel' },
  { name: 'roles', path: () => '/settings/team?tab=roles', shows: 'Sales rep' },
  { name: 'role', path: ({ role }) => `/settings/team?tab=roles&role=${role}`, shows: 'sees their own' },
  { name: 'teams', path: () => '/settings/team?tab=teams', shows: 'Iberia' },
  { name: 'account', path: () => '/settings/account', shows: 'this one' },
  {
    name: 'second-factor',
    path: () => '/settings/account',
    shows: 'The six digits',
    before: setUpAnApp,
  },
  {
    name: 'sign-on-rules',
    path: () => '/settings/sign-on',
    shows: 'Roles that require it',
    before: async (page) => page.getByLabel('Required for some roles').check(),
  },
  { name: 'assignment-rules', path: () => '/settings/assignment', shows: 'By country' },
  {
    name: 'assignment-rule-new',
    path: () => '/settings/assignment',
    shows: 'By the value of',
    before: async (page) => {
      await page.getByRole('button', { name: 'New rule' }).first().click()
      await page.getByRole('button', { name: 'Condition', exact: true }).click()
      await page.getByLabel('Who gets them', { exact: true }).first().click()
      await page.getByRole('option', { name: 'By territory' }).click()
    },
  },
  ...enrichmentScreens,
  { name: 'mail-server', path: () => '/settings/mail', shows: 'Send a mail to' },
  {
    name: 'new-password',
    path: () => '/new-password#a-link',
    shows: 'New password',
  },
  { name: 'mail-sent', path: () => '/settings/mail?tab=sent', shows: 'zoe@acme.example' },
  { name: 'sign-on-providers', path: () => '/settings/sign-on?tab=providers', shows: 'Company login' },
  {
    name: 'sign-on-provider',
    path: ({ provider }) => `/settings/sign-on?tab=providers&provider=${provider}`,
    shows: 'assertion consumer service',
  },
  {
    name: 'sign-on-new-provider',
    path: () => '/settings/sign-on?tab=providers&provider=new',
    shows: 'Client ID',
  },
  {
    name: 'sign-on-addresses',
    path: () => '/settings/sign-on?tab=addresses',
    shows: 'From anywhere',
    before: addAddresses,
  },
  {
    name: 'access',
    path: ({ deal }) => `/deals?deal=${deal}`,
    shows: 'lets you see all deals',
    before: async (page) => page.getByRole('button', { name: 'Share, and why I see this' }).click(),
  },
  { name: 'keys', path: () => '/settings/keys', shows: 'Nightly export' },
  { name: 'browser-keys', path: () => '/settings/keys?tab=browser', shows: 'https://shop.example' },
  {
    name: 'browser-key',
    path: ({ browserKey }) => `/settings/keys?tab=browser&key=${browserKey}`,
    shows: 'The key is no secret',
  },
  { name: 'traits', path: () => '/traits', shows: 'Order of sources' },
  { name: 'trait', path: () => '/traits?trait=country', shows: 'Most frequent values' },
  {
    name: 'trait-history',
    path: ({ person }) => `/people/${person}`,
    shows: 'said last counts',
    before: async (page) => {
      await page
        .getByRole('button', { name: /^email/ })
        .first()
        .click()
      await page.getByRole('button', { name: /^History of/ }).click()
    },
  },
  { name: 'forms', path: () => '/forms', shows: 'Demo request' },
  { name: 'form-answers', path: ({ form }) => `/forms/${form}`, shows: 'grace@navy.example' },
  { name: 'form-edit', path: ({ form }) => `/forms/${form}?tab=edit`, shows: 'How it looks' },
  { name: 'form-page', path: ({ form }) => `/f/${form}`, shows: 'See it at work', isOutside: true },
  { name: 'identity-rules', path: () => '/settings/identity', shows: 'Any other identifier' },
  {
    name: 'identity-draft',
    path: () => '/settings/identity',
    shows: 'would be split into',
    before: async (page) => draftStricterRules(page),
  },
  {
    name: 'over-connected',
    path: () => '/settings/identity?tab=connected&list=shared',
    shows: 'tablet-9d01',
  },
  {
    name: 'identity-companies',
    path: () => '/settings/identity?tab=companies',
    shows: 'Add people to companies you have',
  },
  {
    name: 'identity-households',
    path: () => '/settings/identity?tab=households',
    shows: 'Would make',
    before: async (page) => page.getByLabel('Who has the same postal address', { exact: true }).click(),
  },
  { name: 'identity-history', path: () => '/settings/identity?tab=history', shows: 'What Kith comes with' },
  {
    name: 'person-delete',
    path: ({ person }) => `/people/${person}`,
    shows: 'put back for 30 days',
    before: async (page) => page.getByRole('button', { name: /^Delete / }).click(),
  },
  { name: 'bin', path: () => '/settings/bin', shows: 'Restore' },
  { name: 'audit', path: () => '/settings/audit', shows: 'Good customers' },
  { name: 'system', path: () => '/settings/system', shows: 'Resolve identity' },
]

/** Drafts one e-mail a person, and looks at what that would change. */
async function draftStricterRules(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'E-mail', exact: true }).click()
  await page.getByLabel('A person may have').fill('1')
  await page.getByRole('button', { name: 'Keep in the draft' }).click()
  await page.getByRole('button', { name: 'See what would change' }).click()
}

/** Sets an authenticator app up as far as its code. */
async function setUpAnApp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await page.getByLabel('Your password').fill(owner.password)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Adds the reader’s own address, and those of an office. */
async function addAddresses(page: Page): Promise<void> {
  const add = page.getByRole('button', { name: 'Add addresses for signing in' })
  await add.click()
  await add.click()
  await page.getByRole('textbox', { name: 'Addresses 2 for signing in' }).fill('2001:db8:7::/48')
}
