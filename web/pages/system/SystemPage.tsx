import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { number } from '../../lib/format.ts'
import { wholeList } from '../../lib/queries.ts'
import { Chip } from '../../ui/Chip.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Page } from '../../ui/Page.tsx'
import { stepColumns } from './step-columns.tsx'
import classes from './system.module.css'

const REFRESH_MS = 3_000

/** How the pipeline does: what waits, and what each step took. */
export function SystemPage() {
  const health = useQuery({ queryKey: ['system'], queryFn: api.health, refetchInterval: REFRESH_MS })
  const data = health.data
  return (
    <Page
      title="System health"
      description="Since the server started. Every event passes these steps in this order."
      note={data && (data.error ? <Chip tone="bad">Stuck</Chip> : <Chip tone="good">Working</Chip>)}
    >
      {data?.error && (
        <p role="alert" className={classes.error}>
          Events are accepted and kept, but not processed: {data.error}
        </p>
      )}
      {data && (
        <dl className={classes.facts}>
          <Fact name="Requests waiting" value={data.waiting} />
          <Fact name="News waiting for segments and destinations" value={data.behind} />
          <Fact name="Events processed" value={data.events} />
          <Fact name="Batches" value={data.batches} />
        </dl>
      )}
      <DataTable
        label="Steps of the pipeline"
        columns={stepColumns(data?.steps ?? [])}
        list={wholeList(health, data?.steps)}
        rowKey={({ name }) => name}
        empty={<p className={classes.facts}>No step has run yet. The numbers start with the first event.</p>}
      />
    </Page>
  )
}

function Fact({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{number(value)}</dd>
    </div>
  )
}
