import { Skeleton, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  computedDefinition,
  type ComputedDefinition,
  type ComputedPreview,
} from '../../../../model/computed-trait.ts'
import { api } from '../../../api.ts'
import { PersonLink } from '../../../components/PersonLink.tsx'
import { valueWords } from '../../../lib/computed-value.ts'
import { counted, duration, number } from '../../../lib/format.ts'
import { sentenceOf } from '../../../lib/http.ts'
import builder from '../builder.module.css'
import classes from './computed.module.css'

const EDITING_MS = 350

/** What a definition would give now, asked again when editing pauses: how values are spread, and those of some people. */
export function ComputedPreviewPanel({ definition }: { definition: ComputedDefinition | null }) {
  const now = definition ? JSON.stringify(definition) : null
  const [asked] = useDebouncedValue(now, EDITING_MS)
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    queryKey: ['computed-traits', 'preview', asked],
    queryFn: ({ signal }) =>
      api.computedTraits.preview(computedDefinition.parse(JSON.parse(asked ?? '')), signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  })
  const isBehind = isPlaceholderData || isFetching || now !== asked
  return (
    <aside className={builder.preview} aria-label="What it gives now">
      <Text size="sm" c="dimmed">
        Who has a value now
      </Text>
      {!data && !error && definition && <Skeleton height={36} my={4} width="60%" />}
      {!data && !error && !definition && <Text mt={4}>Choose an event to see what it gives.</Text>}
      {error && (
        <Text size="sm" c="var(--kith-bad)" role="alert" mt={4}>
          {sentenceOf(error)}
        </Text>
      )}
      {data && <Found preview={data} isBehind={isBehind} />}
    </aside>
  )
}

function Found({ preview, isBehind }: { preview: ComputedPreview; isBehind: boolean }) {
  const { people, total, milliseconds, distribution, sample } = preview
  return (
    <>
      <strong
        className={builder.count}
        data-behind={isBehind || undefined}
        role="status"
        aria-busy={isBehind}
      >
        {counted(people, 'person', 'people')}
      </strong>
      <Text size="sm" c="dimmed">
        of {number(total)}, worked out in {duration(milliseconds)}
      </Text>
      {distribution.length > 0 && <Distribution bars={distribution} />}
      {sample.length > 0 && (
        <ul className={builder.sample} aria-label="Some of them">
          {sample.map((person) => (
            <li key={person.id}>
              <PersonLink person={person} />
              <span className={classes.value} title={valueWords(person.value)}>
                {valueWords(person.value)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** How values are spread, a bar each; what it shows stands beside it in words. */
function Distribution({ bars }: { bars: ComputedPreview['distribution'] }) {
  const most = Math.max(...bars.map(({ count }) => count), 1)
  return (
    <ul className={classes.bars} aria-label="How values are spread">
      {bars.map(({ label, count }) => (
        <li key={label}>
          <span className={classes.label} title={label}>
            {label}
          </span>
          <span className={classes.bar} style={{ width: `${(count / most) * 100}%` }} aria-hidden />
          <span className={classes.count}>{number(count)}</span>
        </li>
      ))}
    </ul>
  )
}
