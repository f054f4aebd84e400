import type { Screen } from './screens.ts'

const path = () => '/settings/enrichment'

const tabs: [tab: string, shows: string][] = [
  ['Set up', 'Only people who have agreed'],
  ['Try', 'Show the request'],
  ['Ask about many', 'would be asked about'],
  ['Log', 'Nobody was asked about yet'],
]

/** Enrichment: the list, a new provider, and the tabs of the provider that there is. */
export const enrichmentScreens: Screen[] = [
  { name: 'enrichment', path, shows: 'Clearview' },
  {
    name: 'enrichment-new',
    path: () => '/settings/enrichment?create=true',
    shows: 'Experian-like: demographics',
  },
  ...tabs.map(([tab, shows]): Screen => ({
    name: `enrichment-${tab.toLowerCase().replaceAll(' ', '-')}`,
    path,
    shows,
    before: async (page) => {
      await page.getByText('Clearview', { exact: true }).click()
      await page.getByRole('tab', { name: tab, exact: true }).click()
    },
  })),
]
