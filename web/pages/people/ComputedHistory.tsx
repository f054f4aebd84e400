import { Popover, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ComputedExplanation } from '../../../model/computed-trait.ts'
import { api } from '../../api.ts'
import { PredictionReasons } from '../../components/PredictionReasons.tsx'
import { ScoreReasons } from '../../components/ScoreReasons.tsx'
import { valueWords } from '../../lib/computed-value.ts'
import { counted } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import classes from './TraitHistory.module.css'

export type ComputedHistoryProps = { person: string; trait: string; id: string }

/** How a value was worked out, and what it was before, in a popover. */
export function ComputedHistory({ person, trait, id }: ComputedHistoryProps) {
  const [opened, { toggle, close }] = useDisclosure(false)
  const label = `How ${trait} was worked out`
  return (
    <Popover
      opened={opened}
      onChange={(next) => !next && close()}
      width={360}
      position="bottom-start"
      trapFocus
      withinPortal
    >
      <Popover.Target>
        <UnstyledButton className={classes.open} onClick={toggle} aria-label={label}>
          How
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={label}>
        {opened && <Explained person={person} id={id} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Explained({ person, id }: { person: string; id: string }) {
  const explanation = useQuery({
    queryKey: ['computed-traits', 'explanation', id, person],
    queryFn: () => api.computedTraits.explain(id, person),
  })
  if (explanation.error)
    return <ErrorState error={explanation.error} again={() => void explanation.refetch()} />
  if (!explanation.data) return <BlockSkeleton height={96} />
  const { data } = explanation
  return (
    <>
      <Text size="sm" mb={4}>
        <TextLink {...links.computedTrait(id)} fz="inherit">
          {data.words}
        </TextLink>
      </Text>
      {!data.score && !data.prediction && (
        <Text size="xs" c="dimmed" mb={6}>
          <Events explained={data} />
        </Text>
      )}
      <ScrollArea.Autosize mah={240} type="auto" viewportProps={{ tabIndex: 0 }}>
        {data.score && <ScoreReasons score={data.score} />}
        {data.prediction && <PredictionReasons prediction={data.prediction} />}
        <ol className={classes.list}>
          {data.value !== null && (
            <li data-counts>
              <div className={classes.value}>{valueWords(data.value)}</div>
              <Text size="xs" c="dimmed">
                since <RelativeTime at={data.computed_at} />
              </Text>
            </li>
          )}
          {data.history.map(({ value, from, until }) => (
            <li key={`${from} ${until}`}>
              <div className={classes.value}>{valueWords(value)}</div>
              <Text size="xs" c="dimmed">
                until <RelativeTime at={until} />
              </Text>
            </li>
          ))}
        </ol>
      </ScrollArea.Autosize>
    </>
  )
}

function Events({ explained: { events, first_at, last_at, due_at } }: { explained: ComputedExplanation }) {
  return (
    <>
      By {counted(events, 'event')}
      {events === 1 && (
        <>
          , <RelativeTime at={last_at} />
        </>
      )}
      {events > 1 && (
        <>
          , the first <RelativeTime at={first_at} />, the last <RelativeTime at={last_at} />
        </>
      )}
      .
      {due_at && (
        <>
          {' '}
          Time may change it <RelativeTime at={due_at} />.
        </>
      )}
    </>
  )
}
