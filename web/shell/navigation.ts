import {
  IconActivity,
  IconArrowsRight,
  IconBell,
  IconBriefcase,
  IconBuilding,
  IconChartBar,
  IconChecklist,
  IconForms,
  IconFileImport,
  IconFingerprint,
  IconHeartbeat,
  IconHistory,
  IconHome,
  IconInputCheck,
  IconKey,
  IconLayoutDashboard,
  IconLockAccess,
  IconMail,
  IconMathFunction,
  IconPackage,
  IconPlugConnected,
  IconSend,
  IconShieldLock,
  IconSparkles,
  IconTrash,
  IconSunHigh,
  IconTargetArrow,
  IconTags,
  IconUser,
  IconUserSearch,
  IconUserShare,
  IconUsersGroup,
  IconUsersMinus,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react'
import type { LinkProps } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { Permission } from '../../model/roles.ts'
import { links } from '../lib/links.ts'
import { UnreadCount } from './UnreadCount.tsx'

export type Place = {
  label: string
  icon: Icon
  link: LinkProps
  /** The keys that go there. */
  keys: string
  permission?: Permission
  /** Shown behind the label: how many wait there. */
  note?: ComponentType
}
export type PlaceGroup = { label: string | null; places: Place[] }

/** The sidebar: what people come to do, and the pages for it. */
const navigation: PlaceGroup[] = [
  {
    label: null,
    places: [
      { label: 'Home', icon: IconHome, link: links.home(), keys: 'g h' },
      {
        label: 'My day',
        icon: IconSunHigh,
        link: links.myDay(),
        keys: 'g i',
        permission: 'activities:read',
      },
      { label: 'Notifications', icon: IconBell, link: links.notifications(), keys: 'g n', note: UnreadCount },
      { label: 'Dashboards', icon: IconLayoutDashboard, link: links.dashboards(), keys: 'g 8' },
    ],
  },
  {
    label: 'Customers',
    places: [
      { label: 'People', icon: IconUser, link: links.people(), keys: 'g p', permission: 'people:read' },
      {
        label: 'Companies',
        icon: IconBuilding,
        link: links.companies(),
        keys: 'g c',
        permission: 'companies:read',
      },
      {
        label: 'Segments',
        icon: IconUsersGroup,
        link: links.segments(),
        keys: 'g s',
        permission: 'segments:read',
      },
      {
        label: 'Possible duplicates',
        icon: IconUsersMinus,
        link: links.duplicates(),
        keys: 'g u',
        permission: 'duplicates:read',
      },
    ],
  },
  {
    label: 'Sales',
    places: [
      { label: 'Leads', icon: IconUserSearch, link: links.leads(), keys: 'g q', permission: 'records:read' },
      { label: 'Deals', icon: IconBriefcase, link: links.deals(), keys: 'g d', permission: 'deals:read' },
      {
        label: 'Products',
        icon: IconPackage,
        link: links.products(),
        keys: 'g 4',
        permission: 'records:read',
      },
      {
        label: 'Forms',
        icon: IconInputCheck,
        link: links.forms(),
        keys: 'g 6',
        permission: 'pipelines:write',
      },
      {
        label: 'Tasks',
        icon: IconChecklist,
        link: links.tasks(),
        keys: 'g j',
        permission: 'activities:read',
      },
      {
        label: 'Sales performance',
        icon: IconChartBar,
        link: links.salesPerformance(),
        keys: 'g z',
        permission: 'deals:read',
      },
      {
        label: 'Forecast',
        icon: IconTargetArrow,
        link: links.forecast(),
        keys: 'g w',
        permission: 'deals:read',
      },
    ],
  },
  {
    label: 'Data',
    places: [
      {
        label: 'Sources',
        icon: IconPlugConnected,
        link: links.sources(),
        keys: 'g o',
        permission: 'sources:read',
      },
      { label: 'Traits', icon: IconTags, link: links.traits(), keys: 'g r', permission: 'people:read' },
      {
        label: 'Computed traits',
        icon: IconMathFunction,
        link: links.computedTraits(),
        keys: 'g g',
        permission: 'segments:read',
      },
      {
        label: 'Imports',
        icon: IconFileImport,
        link: links.imports(),
        keys: 'g f',
        permission: 'imports:read',
      },
      {
        label: 'Live events',
        icon: IconActivity,
        link: links.live(),
        keys: 'g l',
        permission: 'live:read',
      },
      {
        label: 'Destinations',
        icon: IconWebhook,
        link: links.destinations(),
        keys: 'g t',
        permission: 'destinations:read',
      },
      {
        label: 'Deliveries',
        icon: IconSend,
        link: links.deliveries(),
        keys: 'g v',
        permission: 'destinations:read',
      },
    ],
  },
  {
    label: 'Settings',
    places: [
      {
        label: 'Team and roles',
        icon: IconShieldLock,
        link: links.team(),
        keys: 'g m',
        permission: 'users:read',
      },
      {
        label: 'Sign-on',
        icon: IconLockAccess,
        link: links.signOn(),
        keys: 'g 1',
        permission: 'sign_on:read',
      },
      { label: 'Mail', icon: IconMail, link: links.mail(), keys: 'g 3', permission: 'mail:read' },
      {
        label: 'Enrichment',
        icon: IconSparkles,
        link: links.enrichment(),
        keys: 'g 0',
        permission: 'destinations:read',
      },
      {
        label: 'Pipelines',
        icon: IconArrowsRight,
        link: links.pipelines(),
        keys: 'g b',
        permission: 'pipelines:write',
      },
      {
        label: 'Assignment rules',
        icon: IconUserShare,
        link: links.assignment(),
        keys: 'g 5',
        permission: 'pipelines:write',
      },
      {
        label: 'Objects and fields',
        icon: IconForms,
        link: links.objects(),
        keys: 'g x',
        permission: 'objects:write',
      },
      { label: 'Keys', icon: IconKey, link: links.keys(), keys: 'g k', permission: 'keys:read' },
      {
        label: 'Identity rules',
        icon: IconFingerprint,
        link: links.identityRules(),
        keys: 'g e',
        permission: 'people:read',
      },
      { label: 'Audit log', icon: IconHistory, link: links.audit(), keys: 'g a', permission: 'audit:read' },
      { label: 'Bin', icon: IconTrash, link: links.bin(), keys: 'g 2', permission: 'records:read' },
      {
        label: 'System health',
        icon: IconHeartbeat,
        link: links.system(),
        keys: 'g y',
        permission: 'system:read',
      },
    ],
  },
]

/** The groups and pages that this reader may use; a group without any is left out. */
export function placesFor(may: (permission: Permission) => boolean): PlaceGroup[] {
  return navigation
    .map((group) => ({
      ...group,
      places: group.places.filter(({ permission }) => !permission || may(permission)),
    }))
    .filter((group) => group.places.length > 0)
}
