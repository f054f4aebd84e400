import { Skeleton, Text } from '@mantine/core'
import type { SegmentDefinition, SegmentPreview } from '../../../model/segment.ts'
import { PersonLink } from '../../components/PersonLink.tsx'
import { counted, duration, number } from '../../lib/format.ts'
import { sentenceOf } from '../../lib/http.ts'
import classes from './builder.module.css'
import { usePreview } from './use-preview.ts'

/** How many people match the definition now, and some of them. Null stands for a definition that is not finished. */
export function PreviewPanel({ definition }: { definition: SegmentDefinition | null }) {
  const { data, error, isBehind } = usePreview(definition)
  return (
    <aside className={classes.preview} aria-label="Who matches now">
      <Text size="sm" c="dimmed">
        Who matches now
      </Text>
      {data && <Count preview={data} isBehind={isBehind} unfinished={definition === null} />}
      {!data && !error && definition !== null && <Skeleton height={36} my={4} width="60%" />}
      {!data && definition === null && (
        <Text mt={4}>Finish the first condition to see how many people it means.</Text>
      )}
      {error && (
        <Text size="sm" c="var(--kith-bad)" role="alert" mt={4}>
          {sentenceOf(error)}
        </Text>
      )}
      {data && data.sample.length > 0 && (
        <ul className={classes.sample} aria-label="Some of them">
          {data.sample.map((person) => (
            <li key={person.id}>
              <PersonLink person={person} note={person.email} />
            </li>
          ))}
        </ul>
      )}
    </aside>
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
  return (
    <>
      <strong
        className={classes.count}
        data-behind={isBehind || undefined}
        role="status"
        aria-busy={isBehind}
      >
        {counted(count, 'person', 'people')}
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
