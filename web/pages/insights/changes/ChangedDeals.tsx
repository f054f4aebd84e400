import { Text, VisuallyHidden } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ChangedDeal, DealState, ForecastChangesQuery } from '../../../../model/forecast-changes.ts'
import type { ForecastStep } from '../../../../model/forecast-steps.ts'
import { salesApi } from '../../../api-sales.ts'
import { date } from '../../../lib/format.ts'
import { links } from '../../../lib/links.ts'
import { useList } from '../../../lib/queries.ts'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Money } from '../../../ui/Money.tsx'
import { SidePanel } from '../../../ui/SidePanel.tsx'
import classes from './changes.module.css'
import { stepNames } from './step-names.ts'

export type ChangedDealsProps = {
  query: ForecastChangesQuery
  step: ForecastStep | undefined
  onClose: () => void
}

/** The deals behind a step, each as it was and as it is. */
export function ChangedDeals({ query, step, onClose }: ChangedDealsProps) {
  return (
    <SidePanel opened={step !== undefined} onClose={onClose} title={step && stepNames[step].name} size="xl">
      {step && (
        <>
          <Text size="sm" c="dimmed" mb="xs">
            Deals {stepNames[step].what}.
          </Text>
          <List query={query} step={step} />
        </>
      )}
    </SidePanel>
  )
}

function List({ query, step }: { query: ForecastChangesQuery; step: ForecastStep }) {
  const navigate = useNavigate()
  const list = useList({
    key: ['deals', 'forecast', 'changed', step, query],
    fetch: (page) => salesApi.insights.changedDeals({ ...query, step }, page),
  })
  return (
    <DataTable
      label="Deals behind the step"
      columns={columns}
      list={list}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate(links.deals({ view: 'list', pipeline: row.pipeline_id, deal: row.id }))}
      empty={<EmptyState title="No deals">The number is none.</EmptyState>}
    />
  )
}

const columns: Column<ChangedDeal>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (
      <Text span inherit fw={500}>
        {row.name}
      </Text>
    ),
  },
  { id: 'stage', header: 'Stage', width: '11rem', cell: (row) => <Was of={row} show={stageOf} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    width: '11rem',
    cell: (row) => <Was of={row} show={amountOf} />,
  },
  { id: 'closes', header: 'Expected close', width: '12rem', cell: (row) => <Was of={row} show={dayOf} /> },
  { id: 'owner', header: 'Owner', width: '8rem', wideOnly: true, cell: (row) => row.owner?.name ?? '–' },
]

type Shown = { key: string | number | null; text: ReactNode }

/** What it was, and what it is where that is something else. */
function Was({ of: { before, after }, show }: { of: ChangedDeal; show: (state: DealState) => Shown }) {
  const [was, is] = [before && show(before), after && show(after)]
  if (!was) return <>{is?.text ?? '–'}</>
  if (!is) return <span className={classes.was}>{was.text}</span>
  if (was.key === is.key) return <>{is.text}</>
  return (
    <>
      <span className={classes.was}>
        <VisuallyHidden>was </VisuallyHidden>
        {was.text} <span aria-hidden>→</span>
        <VisuallyHidden>, is</VisuallyHidden>
      </span>{' '}
      {is.text}
    </>
  )
}

function stageOf({ stage_name }: DealState): Shown {
  return { key: stage_name, text: stage_name }
}

function amountOf({ amount, currency }: DealState): Shown {
  return { key: `${amount} ${currency}`, text: <Money amount={amount} currency={currency} short /> }
}

function dayOf({ expected_close_on: day }: DealState): Shown {
  return { key: day, text: day === null ? '–' : date(day) }
}
