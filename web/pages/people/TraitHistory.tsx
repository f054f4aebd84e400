import { Popover, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { TraitHistory as History, TraitValue } from '../../../model/trait.ts'
import { api } from '../../api.ts'
import { counted, plainValue } from '../../lib/format.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import classes from './TraitHistory.module.css'

export type TraitHistoryProps = { person: string; trait: string }

/** Every value that a trait had, who said it and when, in a popover. */
export function TraitHistory({ person, trait }: TraitHistoryProps) {
  const [opened, { toggle, close }] = useDisclosure(false)
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
        <UnstyledButton className={classes.open} onClick={toggle} aria-label={`History of ${trait}`}>
          History
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={`History of ${trait}`}>
        {opened && <Values person={person} trait={trait} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Values({ person, trait }: TraitHistoryProps) {
  const history = useQuery({
    queryKey: ['people', 'trait-history', person, trait],
    queryFn: () => api.people.traitHistory(person, trait),
  })
  if (history.error) return <ErrorState error={history.error} again={() => void history.refetch()} />
  if (!history.data) return <BlockSkeleton height={96} />
  return (
    <>
      <Text size="xs" c="dimmed" mb={6}>
        {ruleWords(history.data)}
      </Text>
      <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
        <ol className={classes.list}>
          {history.data.data.map((value) => (
            <Value key={`${value.message_id} ${value.first_said}`} said={value} />
          ))}
        </ol>
        {history.data.next && (
          <Text size="xs" c="dimmed" mt={6}>
            Older values are on the timeline.
          </Text>
        )}
      </ScrollArea.Autosize>
    </>
  )
}

function Value({ said }: { said: TraitValue }) {
  return (
    <li data-counts={said.counts || undefined}>
      <div className={classes.value}>
        {said.removed ? (
          <Text span inherit c="dimmed">
            removed
          </Text>
        ) : (
          plainValue(said.value)
        )}
        {said.counts && <span className={classes.counts}>counts</span>}
      </div>
      <Text size="xs" c="dimmed">
        {said.source}, <RelativeTime at={said.first_said} />
        {said.times > 1 && (
          <>
            , {counted(said.times, 'time', 'times')} until <RelativeTime at={said.last_said} />
          </>
        )}
      </Text>
    </li>
  )
}

function ruleWords({ source_order }: History): string {
  if (source_order.length === 0) return 'The value that was said last counts.'
  return `The word of ${source_order.join(', then ')} comes first.`
}
