import { Button, Group, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { Import, ImportRow, RowFix, RowProblem } from '../../../model/import.ts'
import { number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import classes from './import.module.css'

export type RowColumnsOptions = {
  record: Import
  busy: boolean
  mayWrite: boolean
  onFix: (fix: RowFix) => void
}

/** The rows of a check: which, what is wrong, and the way to put it right. */
export function rowColumns(options: RowColumnsOptions): Column<ImportRow>[] {
  const { record } = options
  return [
    { id: 'row', header: 'Row', width: '5rem', align: 'right', cell: ({ row }) => number(row + 1) },
    { id: 'label', header: 'Record', width: '24%', cell: (row) => <Label row={row} record={record} /> },
    {
      id: 'problems',
      header: 'What about it',
      cell: ({ problems }) => (
        <span className={classes.why}>{problems.map(({ message }) => message).join(' ') || '–'}</span>
      ),
    },
    { id: 'fix', header: 'Put right', width: '21rem', cell: (row) => <Fix row={row} {...options} /> },
  ]
}

function Label({ row, record }: { row: ImportRow; record: Import }) {
  return (
    <>
      <Name row={row} record={record} />
      {record.files.length > 1 && <span className={classes.of}>{record.files[row.file]?.name}</span>}
    </>
  )
}

function Name({ row, record }: { row: ImportRow; record: Import }) {
  const label = row.label || 'Without a name'
  const object = record.files[row.file]?.mapping.object
  if (!row.record_id) return <>{label}</>
  if (object === 'people') return <TextLink {...links.person(row.record_id)}>{label}</TextLink>
  if (object === 'companies') return <TextLink {...links.company(row.record_id)}>{label}</TextLink>
  return <TextLink {...links.deals({ deal: row.record_id })}>{label}</TextLink>
}

function Fix({ row, ...options }: RowColumnsOptions & { row: ImportRow }) {
  const { mayWrite, busy, onFix } = options
  if (!mayWrite) return <>–</>
  const { file, row: place, outcome } = row
  const cell = row.problems.find(({ column }) => column !== null && column >= 0)
  if (outcome === 'rejected' && cell) return <CellFix row={row} problem={cell} {...options} />
  const decide = (decision: 'new' | 'merge' | 'skip' | null) => onFix({ file, row: place, decision })
  return (
    <Group gap={4}>
      {outcome === 'duplicate' && (
        <>
          <Choice label="Same person" busy={busy} onClick={() => decide('merge')} />
          <Choice label="Somebody new" busy={busy} onClick={() => decide('new')} />
        </>
      )}
      {row.decision === null ? (
        <Choice label="Leave out" busy={busy} onClick={() => decide('skip')} />
      ) : (
        <Choice label="Decide again" busy={busy} onClick={() => decide(null)} />
      )}
    </Group>
  )
}

function Choice({ label, busy, onClick }: { label: string; busy: boolean; onClick: () => void }) {
  return (
    <Button size="compact-xs" variant="default" disabled={busy} onClick={onClick}>
      {label}
    </Button>
  )
}

type CellFixProps = RowColumnsOptions & { row: ImportRow; problem: RowProblem }

function CellFix({ row: { file, row, cells }, problem, record, busy, onFix }: CellFixProps) {
  const column = problem.column ?? 0
  const [value, setValue] = useState(cells[column] ?? '')
  const header = record.files[file]?.columns[column]?.header ?? 'Value'
  const fix = (everywhere: boolean) => onFix({ file, row, column, value, everywhere })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    fix(false)
  }
  return (
    <form onSubmit={submit}>
      <Group gap={4} wrap="nowrap">
        <TextInput
          size="xs"
          flex={1}
          miw="6rem"
          aria-label={`${header} in row ${row + 1}`}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button size="compact-xs" type="submit" variant="default" disabled={busy}>
          Fix
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={busy}
          title="In every row that has the same value here"
          onClick={() => fix(true)}
        >
          Fix all like it
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={busy}
          onClick={() => onFix({ file, row, decision: 'skip' })}
        >
          Leave out
        </Button>
      </Group>
    </form>
  )
}
