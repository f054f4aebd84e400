import { Skeleton, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { SegmentDefinition, SegmentPreview } from '../../../model/segment.ts'
import { CompanyLink } from '../../components/CompanyLink.tsx'
import { PersonLink } from '../../components/PersonLink.tsx'
import { duration, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { countedMembers } from '../../lib/segment-members.ts'
import { TextLink } from '../../ui/links.tsx'
import { sentenceOf } from '../../lib/http.ts'
import classes from './builder.module.css'
import { useMembers } from './members-context.ts'
import { usePreview } from './use-preview.ts'

export type PreviewPanelProps = {
  /** Null for one that is not finished. */
  definition: SegmentDefinition | null
  /** The segment whose definition it is; null for a new one. */
  segment: string | null
}

/** How many people match the definition now, some of them, and what to look at before it is saved. */
export function PreviewPanel({ definition, segment }: PreviewPanelProps) {
  const { data, error, isBehind } = usePreview(definition, segment)
  const { members } = useMembers()
  return (
    <aside className={classes.preview} aria-label="Who matches now">
      <Text size="sm" c="dimmed">
        Who matches now
      </Text>
      {data && <Count preview={data} isBehind={isBehind} unfinished={definition === null} />}
      {!data && !error && definition !== null && <Skeleton height={36} my={4} width="60%" />}
      {!data && definition === null && (
        <Text mt={4}>Finish the first condition to see how many {members} it means.</Text>
      )}
      {error && (
        <Text size="sm" c="var(--kith-bad)" role="alert" mt={4}>
          {sentenceOf(error)}
        </Text>
      )}
      {data && definition !== null && !isBehind && <Warnings warnings={data.warnings} />}
      {data && data.sample.length > 0 && (
        <ul className={classes.sample} aria-label="Some of them">
          {data.sample.map((one) => (
            <li key={one.id}>
              {members === 'companies' ? (
                <CompanyLink company={one} note={one.domain} />
              ) : (
                <PersonLink person={one} note={one.email} />
              )}
            </li>
          ))}
        </ul>
      )}
    </aside>
  )
}

function Warnings({ warnings }: Pick<SegmentPreview, 'warnings'>) {
  const worth = warnings.filter(({ kind }) => kind !== 'empty')
  if (worth.length === 0) return null
  return (
    <div role="status">
      <ul className={classes.warnings} aria-label="To look at">
        {worth.map(({ message, segment }) => (
          <li key={message}>
            <IconAlertTriangle size={16} aria-hidden />
            <span>
              {message}{' '}
              {segment && (
                <TextLink {...links.segment(segment.id)} fz="inherit" underline="always">
                  Open it
                </TextLink>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Count({
  preview,
  isBehind,
  unfinished,
}: {
  preview: SegmentPreview
  isBehind: boolean
  unfinished: boolean
}) {
  const { count, total, milliseconds } = preview
  const { members } = useMembers()
  return (
    <>
      <strong
        className={classes.count}
        data-behind={isBehind || undefined}
        role="status"
        aria-busy={isBehind}
      >
        {countedMembers(count, members)}
      </strong>
      <Text size="sm" c="dimmed">
        {unfinished
          ? 'Before the change. Finish the condition to count again.'
          : `${share(count, total)} of ${number(total)}, counted in ${duration(milliseconds)}`}
      </Text>
    </>
  )
}

function share(count: number, total: number): string {
  const percent = total === 0 ? 0 : (count / total) * 100
  return `${number(percent, percent > 0 && percent < 10 ? 1 : 0)}%`
}
