import { Button, Group, Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { importOutcomes } from '../../../model/import-outcomes.ts'
import type { Import, ImportOutcome, RowFix } from '../../../model/import.ts'
import { api, rejectedRowsUrl } from '../../api.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { outcomeWords } from './import-words.ts'
import { rowColumns } from './row-columns.tsx'
import classes from './import.module.css'

const route = getRouteApi('/imports/$id')

/** What would happen, row by row, before anything is written. */
export function CheckStep({ record }: { record: Import }) {
  const navigate = route.useNavigate()
  const { outcome = firstOutcome(record) } = route.useSearch()
  const client = useQueryClient()
  const mayWrite = useMay()('imports:write')
  const refresh = () => client.invalidateQueries({ queryKey: ['imports', record.id] })
  const list = useList({
    key: ['imports', record.id, 'rows', outcome],
    fetch: (page) => api.imports.rows(record.id, outcome, page),
  })
  const fix = useMutation({
    mutationFn: (fixes: RowFix[]) => api.imports.fix(record.id, fixes),
    onSuccess: refresh,
  })
  const run = useMutation({ mutationFn: () => api.imports.run(record.id), onSuccess: refresh })
  const writes = sumOf(record, ['new', 'updated', 'duplicate'])
  return (
    <Stack gap="md">
      <Outcomes
        record={record}
        chosen={outcome}
        onChoose={(next) => void navigate({ search: { outcome: next }, replace: true, resetScroll: false })}
      />
      <FormError error={fix.error ?? run.error} />
      <Group gap="xs">
        <Button onClick={() => run.mutate()} loading={run.isPending} disabled={!mayWrite || writes === 0}>
          {writes === 0 ? 'Nothing to import' : `Import ${counted(writes, 'row')}`}
        </Button>
        <ButtonLink {...links.import(record.id, { step: 'mapping' })} variant="default">
          Back to the columns
        </ButtonLink>
        {outcome === 'duplicate' && mayWrite && list.rows.length > 0 && (
          <Button variant="default" loading={fix.isPending} onClick={() => fix.mutate(mergeAll(record))}>
            Add all to who exists
          </Button>
        )}
        {outcome === 'rejected' && list.rows.length > 0 && (
          <Button component="a" href={rejectedRowsUrl(record.id)} variant="subtle" download>
            Download these rows
          </Button>
        )}
      </Group>
      <DataTable
        label={outcomeWords[outcome].label}
        columns={rowColumns({ record, busy: fix.isPending, mayWrite, onFix: (one) => fix.mutate([one]) })}
        list={list}
        rowKey={({ file, row }) => `${file} ${row}`}
        empty={
          <EmptyState title={`${outcomeWords[outcome].label}: none`} icon={<IconCircleCheck size={22} />}>
            No row of the import is among these.
          </EmptyState>
        }
      />
    </Stack>
  )
}

type OutcomesProps = { record: Import; chosen: ImportOutcome; onChoose: (outcome: ImportOutcome) => void }

function Outcomes({ record, chosen, onChoose }: OutcomesProps) {
  return (
    <div className={classes.tiles} role="group" aria-label="Outcome of the check">
      {importOutcomes.map((outcome) => (
        <button
          key={outcome}
          type="button"
          className={classes.tile}
          aria-pressed={outcome === chosen}
          onClick={() => onChoose(outcome)}
        >
          <span>{outcomeWords[outcome].label}</span>
          <span className={classes.figure}>{number(record.summary?.[outcome] ?? 0)}</span>
          <span className={classes.small}>{outcomeWords[outcome].why}</span>
        </button>
      ))}
    </div>
  )
}

function sumOf({ summary }: Import, outcomes: ImportOutcome[]): number {
  return outcomes.reduce((sum, outcome) => sum + (summary?.[outcome] ?? 0), 0)
}

/** What needs somebody comes first. */
function firstOutcome(record: Import): ImportOutcome {
  return (
    (['rejected', 'duplicate', 'new', 'updated'] as const).find((one) => sumOf(record, [one]) > 0) ??
    'unchanged'
  )
}

function mergeAll({ files }: Import): RowFix[] {
  return files.map((_, file) => ({ file, row: null, decision: 'merge' }))
}
