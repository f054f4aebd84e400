import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { SegmentUse } from '../../../model/segment-use.ts'
import { api } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { TextLink } from '../../ui/links.tsx'
import { splitsQuery } from './splits-query.ts'

const SHOWN = 6

/** What needs the segment, each a way there, but for its random groups, which stand on the page; nothing while nothing does. */
export function SegmentUses({ id }: { id: string }) {
  const uses = useQuery({ queryKey: ['segments', 'uses', id], queryFn: () => api.segments.uses(id) })
  const splits = useQuery(splitsQuery(id))
  const groups = new Set(splits.data?.data.flatMap((split) => split.groups.map((group) => group.id)))
  const rows = uses.data?.data.filter((use) => !groups.has(use.id)) ?? []
  if (rows.length === 0) return null
  return (
    <Text size="sm" c="dimmed" mb="sm">
      Used by{' '}
      {rows.slice(0, SHOWN).map((use, place) => (
        <Fragment key={use.id}>
          {place > 0 && ', '}
          <Use use={use} />
        </Fragment>
      ))}
      {rows.length > SHOWN && ` and ${rows.length - SHOWN} more`}
    </Text>
  )
}

/** Uses elsewhere than among segments, for who may see them. */
const elsewhere = {
  destination: { words: 'the destination', link: (id: string) => links.destinations({ destination: id }) },
  enrichment_provider: { words: 'the enrichment provider', link: links.enrichmentProvider },
}

function Use({ use: { kind, id, name } }: { use: SegmentUse }) {
  const may = useMay()
  if (kind === 'segment' || kind === 'computed_trait') {
    return (
      <TextLink
        {...(kind === 'segment' ? links.segment(id) : links.computedTrait(id))}
        fz="inherit"
        underline="always"
      >
        {name}
      </TextLink>
    )
  }
  const { words, link } = elsewhere[kind]
  if (!may('destinations:read'))
    return (
      <>
        {words} {name}
      </>
    )
  return (
    <>
      {words}{' '}
      <TextLink {...link(id)} fz="inherit" underline="always">
        {name}
      </TextLink>
    </>
  )
}
