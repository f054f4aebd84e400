import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SegmentSplit } from '../../../model/segment-split.ts'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './segment.module.css'
import { splitsQuery } from './splits-query.ts'

/** The random groups that a segment was divided into, as bars of their shares; nothing while it was not. */
export function SegmentSplits({ segment }: { segment: Segment }) {
  const splits = useQuery(splitsQuery(segment.id))
  const rows = splits.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <Section title="Random groups">
      {rows.map((split) => (
        <Split key={split.id} segment={segment} split={split} />
      ))}
    </Section>
  )
}

function Split({ segment, split }: { segment: Segment; split: SegmentSplit }) {
  const may = useMay()
  const client = useQueryClient()
  const [removing, setRemoving] = useState(false)
  const remove = async () => {
    await api.segments.removeSplit(segment.id, split.id)
    toastSaved(`The groups of ${split.name} are deleted`)
    await client.invalidateQueries({ queryKey: ['segments'] })
  }
  return (
    <div className={classes.split}>
      <div className={classes.splitName}>
        <span>{split.name}</span>
        {may('segments:write') && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Delete the groups of ${split.name}`}
            onClick={() => setRemoving(true)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </div>
      <ul className={classes.groups}>
        {split.groups.map((group) => (
          <li key={group.id} style={{ flexGrow: group.split?.share ?? 1 }}>
            <TextLink {...links.segment(group.id)} fz="inherit" fw={500}>
              {group.name.replace(`${segment.name}: `, '')}
            </TextLink>
            <span className={classes.groupSize}>
              {number(group.split?.share ?? 0, 2)}% · {number(group.size)}
            </span>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={`Delete the groups of ${split.name}?`}
        verb="Delete"
        onConfirm={remove}
      >
        The {split.groups.length} segments go, and who was in which with them. The same people cannot be drawn
        again.
      </ConfirmDialog>
    </div>
  )
}
