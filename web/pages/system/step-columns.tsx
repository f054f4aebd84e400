import { Progress } from '@mantine/core'
import type { PipelineStep } from '../../api.ts'
import { duration, number } from '../../lib/format.ts'
import { stepWords } from '../../lib/step-words.ts'
import { links } from '../../lib/links.ts'
import { TextLink } from '../../ui/links.tsx'
import type { Column } from '../../ui/DataTable.tsx'

/** Columns of the steps; the bar is a step's share of the time of all. */
export function stepColumns(steps: PipelineStep[]): Column<PipelineStep>[] {
  const all = steps.reduce((sum, step) => sum + step.milliseconds, 0)
  const share = ({ milliseconds }: PipelineStep) => (all === 0 ? 0 : (milliseconds / all) * 100)
  return [
    { id: 'name', header: 'Step', cell: ({ name }) => stepWords(name) },
    { id: 'events', header: 'Events', width: '6.5rem', align: 'right', cell: ({ events }) => number(events) },
    {
      id: 'dropped',
      header: 'Dropped',
      width: '6rem',
      align: 'right',
      cell: ({ dropped }) =>
        dropped === 0 ? '0' : <TextLink {...links.live({ tab: 'dropped' })}>{number(dropped)}</TextLink>,
    },
    {
      id: 'time',
      header: 'Time in all',
      width: '8rem',
      align: 'right',
      wideOnly: true,
      cell: ({ milliseconds }) => duration(milliseconds),
    },
    {
      id: 'each',
      header: 'Per 1,000 events',
      width: '9rem',
      align: 'right',
      wideOnly: true,
      cell: ({ milliseconds, events }) => (events === 0 ? '–' : duration((milliseconds / events) * 1000)),
    },
    {
      id: 'share',
      header: 'Share of the time',
      width: '11rem',
      align: 'right',
      cell: (step) => <Share percent={share(step)} />,
    },
  ]
}

function Share({ percent }: { percent: number }) {
  return (
    <span
      style={{
        display: 'inline-grid',
        gridTemplateColumns: '5rem 2.75rem',
        alignItems: 'center',
        gap: '0.25rem',
      }}
    >
      <Progress value={percent} size="sm" aria-hidden />
      {number(percent)}%
    </span>
  )
}
