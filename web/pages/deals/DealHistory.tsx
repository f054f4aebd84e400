import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Deal, DealMove, Stage } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { StageChip } from '../../components/StageChip.tsx'
import { counted } from '../../lib/format.ts'
import { sentenceOf } from '../../lib/http.ts'
import { useStageOf } from '../../lib/pipelines.ts'
import { Chip } from '../../ui/Chip.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { daysIn } from './deal-facts.ts'
import classes from './deal.module.css'

const MOST = 200

/** The stages that a deal went through, newest first, and how long it stayed in each. */
export function DealHistory({ deal }: { deal: Deal }) {
  const stageOf = useStageOf()
  const history = useQuery({
    queryKey: ['deals', 'history', deal.id],
    queryFn: () => api.deals.history(deal.id, { limit: MOST }),
  })
  if (history.error)
    return (
      <Text size="sm" c="var(--kith-bad)">
        {sentenceOf(history.error)}
      </Text>
    )
  if (!history.data) return <LinesSkeleton lines={2} />
  const moves = history.data.data
  return (
    <ol className={classes.history}>
      {moves.map((move, place) => (
        <li key={move.id}>
          <StageOf stage={stageOf(move.to_stage_id)} name={move.to_stage_name} />
          <span className={classes.stay}>{stayOf(move, moves[place - 1])}</span>
          <span className={classes.when}>
            {move.actor_name && `${move.actor_name}, `}
            <RelativeTime at={move.at} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** A stage that has been removed has only its name left. */
function StageOf({ stage, name }: { stage: Stage | undefined; name: string }) {
  return stage ? <StageChip stage={stage} /> : <Chip>{name || 'Removed stage'}</Chip>
}

/** How long it stayed: until the next move, or until now. */
function stayOf(move: DealMove, next: DealMove | undefined): string {
  const days = daysIn(move.at, next ? new Date(next.at) : new Date())
  return days === 0 ? 'less than a day' : counted(days, 'day')
}
