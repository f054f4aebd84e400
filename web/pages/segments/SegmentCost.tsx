import { Alert, Button, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SegmentCost as Cost } from '../../../model/segment-cost.ts'
import type { Segment } from '../../../model/segment.ts'
import { segmentCostApi } from '../../api-segment-cost.ts'
import { number } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './segment.module.css'

const REFRESH_MS = 30_000

/** What the segment costs to keep, in words; and when it is slowed down for that, why and what helps. */
export function SegmentCost({ segment }: { segment: Segment }) {
  const { data } = useQuery({
    queryKey: ['segments', 'cost', segment.id, segment.pace],
    queryFn: () => segmentCostApi.get(segment.id),
    refetchInterval: REFRESH_MS,
  })
  if (!data) return null
  return (
    <Section title="What does it cost?" action={<Exemption id={segment.id} cost={data} />}>
      {data.slowed && <Slowed slowed={data.slowed} />}
      <p className={classes.cost}>{costWords(data)}</p>
    </Section>
  )
}

function Slowed({ slowed: { since, reason, next_at } }: { slowed: NonNullable<Cost['slowed']> }) {
  return (
    <Alert variant="light" color="orange" c="inherit" mb="sm" py="xs" role="status">
      Slowed down since <RelativeTime at={since} />. {reason} It is looked through in pauses, some members at
      a time
      {next_at && (
        <>
          {' '}
          (next <RelativeTime at={next_at} />)
        </>
      )}
      , and follows what happens again by itself once that is quick enough: fewer steps, conditions or a
      shorter time help.
    </Alert>
  )
}

function costWords(cost: Cost): string {
  const { seconds_a_day, rows_a_day, evaluations_a_day, share, trend } = cost
  if (evaluations_a_day === 0) return 'Nothing so far: it has not been evaluated in the last 7 days.'
  const parts = [
    `${secondsWords(seconds_a_day)} of evaluation a day, ${percent(share)} of what all segments take.`,
    `${number(rows_a_day)} rows are read for it a day, in ${number(evaluations_a_day)} looks.`,
    ...(trend === null ? [] : [trendWords(trend)]),
  ]
  return parts.join(' ')
}

function secondsWords(seconds: number): string {
  if (seconds < 1) return 'Less than a second'
  if (seconds < 120) return `${number(seconds, seconds < 10 ? 1 : 0)} seconds`
  return `${number(seconds / 60)} minutes`
}

function percent(share: number): string {
  if (share > 0 && share < 0.01) return 'less than 1%'
  return `${number(share * 100)}%`
}

function trendWords(trend: number): string {
  if (trend > 1.2) return `That is ${number((trend - 1) * 100)}% more than in the 7 days before.`
  if (trend < 0.8) return `That is ${number((1 - trend) * 100)}% less than in the 7 days before.`
  return 'That is about as much as in the 7 days before.'
}

function Exemption({ id, cost }: { id: string; cost: Cost }) {
  const client = useQueryClient()
  const mayAdminister = useMay()('users:write')
  const change = useMutation({
    mutationFn: async (exempt: boolean) => {
      if (exempt) await segmentCostApi.exempt(id)
      else await segmentCostApi.endExemption(id)
    },
    onSuccess: async (_, exempt) => {
      toastSaved(exempt ? 'It is never slowed down' : 'It is slowed down when it takes too long', () =>
        change.mutate(!exempt),
      )
      await client.invalidateQueries({ queryKey: ['segments'] })
    },
    onError: (error) => toastError(error),
  })
  if (!mayAdminister) {
    return cost.exempt ? (
      <Text size="sm" c="dimmed">
        Never slowed down
      </Text>
    ) : null
  }
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      loading={change.isPending}
      onClick={() => change.mutate(!cost.exempt)}
    >
      {cost.exempt ? 'Let it be slowed down' : 'Never slow it down'}
    </Button>
  )
}
