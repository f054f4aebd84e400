import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { queryClient } from './lib/queries.ts'
import { root } from './root-route.ts'
import * as search from './search-params.ts'
import { settingsRoutes } from './settings-routes.tsx'

// Every address of the interface. Pages load when they are first opened; `title` names the browser's tab.
const under = { getParentRoute: () => root }

const home = createRoute({
  ...under,
  path: '/',
  validateSearch: search.homeSearch,
  staticData: { title: 'Home' },
  component: lazyRouteComponent(() => import('./pages/home/HomePage.tsx'), 'HomePage'),
})

const myDay = createRoute({
  ...under,
  path: '/my-day',
  validateSearch: search.myDaySearch,
  staticData: { title: 'My day' },
  component: lazyRouteComponent(() => import('./pages/my-day/MyDayPage.tsx'), 'MyDayPage'),
})

const tasks = createRoute({
  ...under,
  path: '/tasks',
  validateSearch: search.tasksSearch,
  staticData: { title: 'Tasks' },
  component: lazyRouteComponent(() => import('./pages/tasks/TasksPage.tsx'), 'TasksPage'),
})

const notifications = createRoute({
  ...under,
  path: '/notifications',
  validateSearch: search.notificationsSearch,
  staticData: { title: 'Notifications' },
  component: lazyRouteComponent(
    () => import('./pages/notifications/NotificationsPage.tsx'),
    'NotificationsPage',
  ),
})

const people = createRoute({
  ...under,
  path: '/people',
  validateSearch: search.peopleSearch,
  staticData: { title: 'People' },
  component: lazyRouteComponent(() => import('./pages/people/PeoplePage.tsx'), 'PeoplePage'),
})

const person = createRoute({
  ...under,
  path: '/people/$id',
  validateSearch: search.personSearch,
  staticData: { title: 'Person' },
  component: lazyRouteComponent(() => import('./pages/people/PersonPage.tsx'), 'PersonPage'),
})

const duplicates = createRoute({
  ...under,
  path: '/duplicates',
  validateSearch: search.duplicatesSearch,
  staticData: { title: 'Possible duplicates' },
  component: lazyRouteComponent(() => import('./pages/duplicates/DuplicatesPage.tsx'), 'DuplicatesPage'),
})

const companies = createRoute({
  ...under,
  path: '/companies',
  validateSearch: search.companiesSearch,
  staticData: { title: 'Companies' },
  component: lazyRouteComponent(() => import('./pages/companies/CompaniesPage.tsx'), 'CompaniesPage'),
})

const company = createRoute({
  ...under,
  path: '/companies/$id',
  validateSearch: search.companySearch,
  staticData: { title: 'Company' },
  component: lazyRouteComponent(() => import('./pages/companies/CompanyPage.tsx'), 'CompanyPage'),
})

const segments = createRoute({
  ...under,
  path: '/segments',
  validateSearch: search.segmentsSearch,
  staticData: { title: 'Segments' },
  component: lazyRouteComponent(() => import('./pages/segments/SegmentsPage.tsx'), 'SegmentsPage'),
})

const newSegment = createRoute({
  ...under,
  path: '/segments/new',
  staticData: { title: 'New segment' },
  component: lazyRouteComponent(
    () => import('./pages/segments/SegmentBuilderPage.tsx'),
    'SegmentBuilderPage',
  ),
})

const compareSegments = createRoute({
  ...under,
  path: '/segments/compare',
  validateSearch: search.compareSegmentsSearch,
  staticData: { title: 'Compare segments' },
  component: lazyRouteComponent(
    () => import('./pages/segments/CompareSegmentsPage.tsx'),
    'CompareSegmentsPage',
  ),
})

const segment = createRoute({
  ...under,
  path: '/segments/$id',
  validateSearch: search.segmentSearch,
  staticData: { title: 'Segment' },
  component: lazyRouteComponent(() => import('./pages/segments/SegmentPage.tsx'), 'SegmentPage'),
})

const editSegment = createRoute({
  ...under,
  path: '/segments/$id/edit',
  staticData: { title: 'Edit segment' },
  component: lazyRouteComponent(
    () => import('./pages/segments/SegmentBuilderPage.tsx'),
    'SegmentBuilderPage',
  ),
})

const computedTraits = createRoute({
  ...under,
  path: '/computed-traits',
  staticData: { title: 'Computed traits' },
  component: lazyRouteComponent(
    () => import('./pages/segments/computed/ComputedTraitsPage.tsx'),
    'ComputedTraitsPage',
  ),
})

const computedTrait = createRoute({
  ...under,
  path: '/computed-traits/$id',
  staticData: { title: 'Computed trait' },
  component: lazyRouteComponent(
    () => import('./pages/segments/computed/ComputedTraitPage.tsx'),
    'ComputedTraitPage',
  ),
})

const deals = createRoute({
  ...under,
  path: '/deals',
  validateSearch: search.dealsSearch,
  staticData: { title: 'Deals' },
  component: lazyRouteComponent(() => import('./pages/deals/DealsPage.tsx'), 'DealsPage'),
})

const leads = createRoute({
  ...under,
  path: '/leads',
  validateSearch: search.leadsSearch,
  staticData: { title: 'Leads' },
  component: lazyRouteComponent(() => import('./pages/leads/LeadsPage.tsx'), 'LeadsPage'),
})

const products = createRoute({
  ...under,
  path: '/products',
  validateSearch: search.productsSearch,
  staticData: { title: 'Products' },
  component: lazyRouteComponent(() => import('./pages/products/ProductsPage.tsx'), 'ProductsPage'),
})

const forms = createRoute({
  ...under,
  path: '/forms',
  validateSearch: search.formsSearch,
  staticData: { title: 'Forms' },
  component: lazyRouteComponent(() => import('./pages/forms/FormsPage.tsx'), 'FormsPage'),
})

const form = createRoute({
  ...under,
  path: '/forms/$id',
  validateSearch: search.formSearch,
  staticData: { title: 'Form' },
  component: lazyRouteComponent(() => import('./pages/forms/FormPage.tsx'), 'FormPage'),
})

const salesPerformance = createRoute({
  ...under,
  path: '/insights/sales',
  validateSearch: search.insightSearch,
  staticData: { title: 'Sales performance' },
  component: lazyRouteComponent(() => import('./pages/insights/SalesPage.tsx'), 'SalesPage'),
})

const forecast = createRoute({
  ...under,
  path: '/insights/forecast',
  validateSearch: search.forecastSearch,
  staticData: { title: 'Forecast' },
  component: lazyRouteComponent(() => import('./pages/insights/ForecastPage.tsx'), 'ForecastPage'),
})

const dashboards = createRoute({
  ...under,
  path: '/dashboards',
  staticData: { title: 'Dashboards' },
  component: lazyRouteComponent(
    () => import('./pages/insights/dashboards/DashboardsPage.tsx'),
    'DashboardsPage',
  ),
})

const dashboard = createRoute({
  ...under,
  path: '/dashboards/$id',
  validateSearch: search.dashboardSearch,
  staticData: { title: 'Dashboard' },
  component: lazyRouteComponent(
    () => import('./pages/insights/dashboards/DashboardPage.tsx'),
    'DashboardPage',
  ),
})

const imports = createRoute({
  ...under,
  path: '/imports',
  staticData: { title: 'Imports' },
  component: lazyRouteComponent(() => import('./pages/import/ImportsPage.tsx'), 'ImportsPage'),
})

const newImport = createRoute({
  ...under,
  path: '/imports/new',
  staticData: { title: 'Import' },
  component: lazyRouteComponent(() => import('./pages/import/NewImportPage.tsx'), 'NewImportPage'),
})

const oneImport = createRoute({
  ...under,
  path: '/imports/$id',
  validateSearch: search.importSearch,
  staticData: { title: 'Import' },
  component: lazyRouteComponent(() => import('./pages/import/ImportPage.tsx'), 'ImportPage'),
})

const traits = createRoute({
  ...under,
  path: '/traits',
  validateSearch: search.traitsSearch,
  staticData: { title: 'Traits' },
  component: lazyRouteComponent(() => import('./pages/traits/TraitsPage.tsx'), 'TraitsPage'),
})

const sources = createRoute({
  ...under,
  path: '/sources',
  validateSearch: search.sourcesSearch,
  staticData: { title: 'Sources' },
  component: lazyRouteComponent(() => import('./pages/sources/SourcesPage.tsx'), 'SourcesPage'),
})

const live = createRoute({
  ...under,
  path: '/live',
  validateSearch: search.liveSearch,
  staticData: { title: 'Live events' },
  component: lazyRouteComponent(() => import('./pages/live/LivePage.tsx'), 'LivePage'),
})

const destinations = createRoute({
  ...under,
  path: '/destinations',
  validateSearch: search.destinationsSearch,
  staticData: { title: 'Destinations' },
  component: lazyRouteComponent(
    () => import('./pages/destinations/DestinationsPage.tsx'),
    'DestinationsPage',
  ),
})

const deliveries = createRoute({
  ...under,
  path: '/deliveries',
  validateSearch: search.deliveriesSearch,
  staticData: { title: 'Deliveries' },
  component: lazyRouteComponent(() => import('./pages/destinations/DeliveriesPage.tsx'), 'DeliveriesPage'),
})

const records = createRoute({
  ...under,
  path: '/records/$object',
  validateSearch: search.recordsSearch,
  staticData: { title: 'Records' },
  component: lazyRouteComponent(() => import('./pages/records/RecordsPage.tsx'), 'RecordsPage'),
})

const signIn = createRoute({
  ...under,
  path: '/sign-in',
  validateSearch: search.signInSearch,
  staticData: { title: 'Sign in', bare: true },
  component: lazyRouteComponent(() => import('./pages/sign-in/SignInPage.tsx'), 'SignInPage'),
})

const newPassword = createRoute({
  ...under,
  path: '/new-password',
  staticData: { title: 'Choose a password', bare: true },
  component: lazyRouteComponent(() => import('./pages/sign-in/NewPasswordPage.tsx'), 'NewPasswordPage'),
})

const setup = createRoute({
  ...under,
  path: '/setup',
  staticData: { title: 'Set up Kith', bare: true },
  component: lazyRouteComponent(() => import('./pages/setup/SetupPage.tsx'), 'SetupPage'),
})

const routeTree = root.addChildren([
  home,
  myDay,
  tasks,
  notifications,
  people,
  person,
  duplicates,
  companies,
  company,
  segments,
  newSegment,
  compareSegments,
  segment,
  editSegment,
  computedTraits,
  computedTrait,
  deals,
  leads,
  products,
  forms,
  form,
  salesPerformance,
  forecast,
  dashboards,
  dashboard,
  imports,
  newImport,
  oneImport,
  traits,
  sources,
  live,
  destinations,
  deliveries,
  records,
  ...settingsRoutes,
  signIn,
  newPassword,
  setup,
])

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
