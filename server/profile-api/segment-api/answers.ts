import { z } from 'zod'
import {
  companyTimeline,
  eventBounds,
  personTimeline,
  type EventBounds,
  type SourceNames,
} from '../../events/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Profiles } from '../open-profiles.ts'
import { cursorOf, pageOf, pageQuery } from './cursor-page.ts'
import type { Subject } from './subject.ts'

export const traitsQuery = pageQuery.extend({
  class: z.enum(['audience', 'computed_trait']).optional(),
  verbose: z.enum(['true', 'false']).optional(),
})
export const eventsQuery = pageQuery.extend({
  start: z.iso.datetime({ offset: true }).optional(),
  end: z.iso.datetime({ offset: true }).optional(),
  sort: z.literal('desc', 'Events come newest first: leave it out, or say desc.').optional(),
})

type Asked = { platform: Platform; profiles: Profiles; actor: Actor; url: string }

/** Traits by name, audiences among them as `true`, with who said each when `verbose`. */
export async function traitsAnswer({ url }: Asked, subject: Subject, query: z.output<typeof traitsQuery>) {
  const isVerbose = query.verbose === 'true'
  const custom = query.class === undefined ? await customTraits(subject, isVerbose) : []
  const audiences = query.class === 'computed_trait' ? [] : [...subject.audiences]
  const all = [
    ...custom,
    ...audiences.map(([name, at]): Named => [
      name,
      isVerbose ? { value: true, source_id: '', updated_at: at } : true,
    ]),
  ]
  const wanted = all.filter(([name]) => query.include === undefined || query.include.includes(name))
  const page = pageOf(
    wanted.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    query,
  )
  return { traits: Object.fromEntries(page.items), cursor: cursorOf(url, query, page.next) }
}

type Named = [name: string, value: unknown]

async function customTraits(subject: Subject, isVerbose: boolean): Promise<Named[]> {
  if (!isVerbose) return Object.entries(subject.traits)
  const words = await subject.words()
  return words.map(({ name, value, sourceId, at }) => [
    name,
    { value, source_id: sourceId, updated_at: new Date(at).toISOString() },
  ])
}

/** The identifiers, each with the event that showed it first. */
export async function externalIdsAnswer(asked: Asked, subject: Subject, query: z.output<typeof pageQuery>) {
  const page = pageOf(
    subject.identifiers.filter(({ type }) => query.include === undefined || query.include.includes(type)),
    query,
  )
  const bounds = await boundsOf(asked, page.items)
  const data = page.items.map((identifier) => {
    const first = bounds.get(asked.profiles.idOf(identifier) ?? '')
    return {
      source_id: first?.first_source_id ?? '',
      collection: subject.collection,
      id: identifier.value,
      type: identifier.type,
      created_at: identifier.first_seen,
      encoding: 'none',
      first_message_id: first?.first_message_id ?? '',
    }
  })
  return { data, cursor: cursorOf(asked.url, query, page.next) }
}

/** When a profile was made and changed, and by which events. */
export async function metadataAnswer(asked: Asked, { identifiers, created_at, updated_at }: Subject) {
  const bounds = [...(await boundsOf(asked, identifiers)).values()]
  const first = bounds.toSorted((a, b) => a.first_at - b.first_at)[0]
  const last = bounds.toSorted((a, b) => b.last_at - a.last_at)[0]
  return {
    metadata: {
      created_at,
      updated_at,
      expires_at: null,
      first_message_id: first?.first_message_id ?? '',
      first_source_id: first?.first_source_id ?? '',
      last_message_id: last?.last_message_id ?? '',
      last_source_id: last?.last_source_id ?? '',
    },
  }
}

async function boundsOf(
  { platform, profiles }: Asked,
  identifiers: Subject['identifiers'],
): Promise<Map<string, EventBounds>> {
  const ids = identifiers.flatMap((identifier) => profiles.idOf(identifier) ?? [])
  const bounds = ids.length === 0 ? [] : await eventBounds(platform.warehouse, ids)
  return new Map(bounds.map((one) => [one.id, one]))
}

/** What happened, newest first. */
export async function eventsAnswer(
  { platform, actor, url, sources }: Asked & { sources: SourceNames },
  { id, collection, identifiers }: Subject,
  query: z.output<typeof eventsQuery>,
) {
  const { start, end, include, exclude, limit } = query
  const names = {
    from: start === undefined ? undefined : Date.parse(start),
    to: end === undefined ? undefined : Date.parse(end),
    include,
    exclude,
  }
  const read = collection === 'users' ? personTimeline : companyTimeline
  const cursor = query.next || query.cursor || undefined
  const page = await read(platform, actor, { id, sources, limit, cursor, names })
  const externalIds = identifiers.map(({ type, value, first_seen }) => ({
    collection,
    id: value,
    type,
    created_at: first_seen,
    encoding: 'none',
  }))
  const data = (page?.data ?? []).map((one) => ({
    external_ids: externalIds,
    context: one.context,
    type: one.type,
    event: one.event,
    properties: one.properties,
    source_id: one.source_id,
    message_id: one.message_id,
    timestamp: one.timestamp,
  }))
  return { data, cursor: cursorOf(url, query, page?.next ?? null) }
}

const MAX_LINKS = 20

/** The companies of a person, or the people of a company, by their identifiers; up to 20. */
export async function linksAnswer({ url }: Asked, subject: Subject, query: z.output<typeof pageQuery>) {
  const limit = Math.min(query.limit, MAX_LINKS)
  const to_collection = subject.collection === 'users' ? 'accounts' : 'users'
  const links = await subject.links(limit)
  const data = links.map((identifiers) => ({
    to_collection,
    external_ids: identifiers.map(({ type, value, since }) => ({
      collection: to_collection,
      id: value,
      type,
      created_at: since,
      encoding: 'none',
    })),
  }))
  return { data, cursor: cursorOf(url, { limit }, null) }
}
