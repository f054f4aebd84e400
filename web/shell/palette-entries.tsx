import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import {
  IconArrowRight,
  IconBriefcase,
  IconMessage,
  IconMoon,
  IconPlus,
  IconSun,
  IconUsersGroup,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SearchHit } from '../../model/home.ts'
import type { Permission } from '../../model/roles.ts'
import { api } from '../api.ts'
import { sentenceOf } from '../lib/http.ts'
import { links } from '../lib/links.ts'
import { useMay } from '../lib/session.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { placesFor } from './navigation.ts'

export type PaletteEntry = {
  id: string
  group: 'Records' | 'Go to' | 'Actions'
  label: string
  icon: ReactNode
  note?: string
  keys?: string
  run: () => void
}

const TYPING_MS = 150

/** What the palette offers for these words: records first, then pages and actions; `>` leaves only actions. */
export function usePaletteEntries(query: string) {
  const onlyActions = query.startsWith('>')
  const words = query.replace(/^>/, '').trim()
  const records = useRecords(onlyActions ? '' : words)
  const commands = [...useGoTo(), ...useActions()].filter(
    (entry) => matches(entry.label, words) && (!onlyActions || entry.group === 'Actions'),
  )
  return {
    entries: [...records.entries, ...commands],
    searching: records.searching,
    problem: records.problem,
  }
}

function useRecords(words: string) {
  const navigate = useNavigate()
  const [q] = useDebouncedValue(words, TYPING_MS)
  const search = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => api.search(q, signal),
    enabled: q !== '' && words !== '',
    placeholderData: keepPreviousData,
  })
  const hits = words === '' ? [] : (search.data?.data ?? [])
  const entries = hits.map((hit): PaletteEntry => ({
    id: `${hit.kind}-${hit.id}`,
    group: 'Records',
    label: hit.title,
    note: hit.subtitle,
    icon: hitIcon(hit),
    run: () => void navigate(hitLink(hit)),
  }))
  return {
    entries,
    searching: words !== '' && (search.isFetching || q !== words),
    problem: search.error ? sentenceOf(search.error) : null,
  }
}

function useGoTo(): PaletteEntry[] {
  const navigate = useNavigate()
  const places = placesFor(useMay()).flatMap((group) => group.places)
  return places.map((place) => ({
    id: `go-${place.keys.replace(' ', '-')}`,
    group: 'Go to',
    label: place.label,
    icon: <place.icon size={17} stroke={1.6} />,
    keys: place.keys,
    run: () => void navigate({ to: place.link.to ?? '/' }),
  }))
}

function useActions(): PaletteEntry[] {
  const navigate = useNavigate()
  const may = useMay()
  const { setColorScheme } = useMantineColorScheme()
  const create: [Permission, string, () => void][] = [
    ['people:write', 'New person', () => void navigate(links.people({ create: true }))],
    ['companies:write', 'New company', () => void navigate(links.companies({ create: true }))],
    ['deals:write', 'New deal', () => void navigate(links.deals({ create: true }))],
    ['activities:write', 'New task', () => void navigate(links.tasks({ create: true }))],
    ['segments:write', 'New segment', () => void navigate(links.newSegment())],
    ['imports:write', 'Import a file', () => void navigate(links.newImport())],
    ['sources:write', 'Add a source', () => void navigate(links.sources({ create: true }))],
    ['destinations:write', 'Add a destination', () => void navigate(links.destinations({ create: true }))],
  ]
  const schemes = [
    { label: 'Switch to light', icon: <IconSun size={17} />, run: () => setColorScheme('light') },
    { label: 'Switch to dark', icon: <IconMoon size={17} />, run: () => setColorScheme('dark') },
  ]
  const allowed = create.filter(([permission]) => may(permission))
  return [...allowed.map(([, label, run]) => ({ label, icon: <IconPlus size={17} />, run })), ...schemes].map(
    (action): PaletteEntry => ({ id: action.label.replaceAll(' ', '-'), group: 'Actions', ...action }),
  )
}

function hitLink(hit: SearchHit) {
  switch (hit.kind) {
    case 'person':
      return links.person(hit.id)
    case 'company':
      return links.company(hit.id)
    case 'segment':
      return links.segment(hit.id)
    case 'deal':
      return links.deals({ deal: hit.id })
    case 'record':
      return recordLink(hit)
    case 'activity':
      return links.tasks({ activity: hit.id })
  }
}

function recordLink({ id, object = '' }: SearchHit) {
  if (object === 'lead') return links.leads({ lead: id })
  return object === 'product' ? links.products({ product: id }) : links.records(object, { record: id })
}

function hitIcon(hit: SearchHit): ReactNode {
  if (hit.kind === 'person') return <Avatar label={hit.title} seed={hit.id} />
  if (hit.kind === 'company') return <Avatar label={hit.title} seed={hit.id} shape="square" />
  if (hit.kind === 'activity') return <IconMessage size={17} stroke={1.6} />
  if (hit.kind === 'deal') return <IconBriefcase size={17} stroke={1.6} />
  return hit.kind === 'segment' ? <IconUsersGroup size={17} stroke={1.6} /> : <IconArrowRight size={17} />
}

/** Every word of the query begins a word of the label, in any order. */
function matches(label: string, words: string): boolean {
  const parts = label.toLowerCase().split(' ')
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => parts.some((part) => part.startsWith(word)))
}
