import { Alert, Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Import, ImportObject, KeptChange } from '../../../model/import.ts'
import { api, rejectedRowsUrl } from '../../api.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import { isFromApi, resultWords } from './import-words.ts'
import classes from './import.module.css'

/** What the import did, with the way to take it back. */
export function ResultStep({ record }: { record: Import }) {
  const { result, error, state } = record
  return (
    <Stack gap="md">
      {error && (
        <Alert color="red" variant="light" title="The import failed" role="alert" c="var(--kith-bad)">
          {error}
        </Alert>
      )}
      {state === 'undone' && result && (
        <Alert variant="light" color="gray" title="The import was undone">
          {`${counted(result.undone, 'change')} taken back.`}
          {result.kept > 0 &&
            ` ${counted(result.kept, 'record')} kept, because somebody changed or used them since.`}
        </Alert>
      )}
      {result && (
        <div className={classes.tiles}>
          {resultWords.map(([key, label]) => (
            <div key={key} className={classes.tile}>
              <span>{label}</span>
              <span className={classes.figure}>{number(result[key])}</span>
            </div>
          ))}
        </div>
      )}
      <Actions record={record} />
      {result && result.kept > 0 && <KeptChanges id={record.id} />}
    </Stack>
  )
}

function Actions({ record }: { record: Import }) {
  const { result, state } = record
  const mayWrite = useMay()('imports:write')
  const changed = (result?.created ?? 0) + (result?.updated ?? 0)
  return (
    <Group gap="xs">
      {state !== 'undone' && <WhereTo objects={record.files.map(({ mapping }) => mapping.object)} />}
      {!isFromApi(record) && (
        <ButtonLink {...links.newImport()} variant="default">
          Import another file
        </ButtonLink>
      )}
      {(result?.rejected ?? 0) > 0 && (
        <Button component="a" href={rejectedRowsUrl(record.id)} variant="default" download>
          Download rejected rows
        </Button>
      )}
      {mayWrite && changed > 0 && (state !== 'undone' || (result?.kept ?? 0) > 0) && <Undo record={record} />}
    </Group>
  )
}

function WhereTo({ objects }: { objects: ImportObject[] }) {
  if (objects.includes('deals')) return <ButtonLink {...links.deals()}>Go to the deals</ButtonLink>
  if (objects.includes('people')) return <ButtonLink {...links.people()}>Go to the people</ButtonLink>
  return <ButtonLink {...links.companies()}>Go to the companies</ButtonLink>
}

function Undo({ record }: { record: Import }) {
  const [asks, setAsks] = useState(false)
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: () => api.imports.undo(record.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports'] }),
  })
  const { created = 0, updated = 0 } = record.result ?? {}
  return (
    <>
      <Button variant="default" c="var(--kith-bad)" onClick={() => setAsks(true)}>
        {record.state === 'undone' ? 'Try to undo the rest' : 'Undo the import'}
      </Button>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        title={`Undo the import of ${record.name}?`}
        verb="Undo"
        onConfirm={() => undo.mutateAsync()}
      >
        {`${counted(created, 'created record')} will be removed and ${counted(updated, 'updated record')} will get back what stood there before. What somebody has changed or used since stays as it is, and is listed.`}
      </ConfirmDialog>
    </>
  )
}

const keptColumns: Column<KeptChange>[] = [
  { id: 'label', header: 'Record', width: '40%', cell: ({ label }) => label },
  { id: 'reasons', header: 'Why it was kept', cell: ({ reasons }) => `${reasons.join('; ')}.` },
]

function KeptChanges({ id }: { id: string }) {
  const list = useList({ key: ['imports', id, 'kept'], fetch: (page) => api.imports.kept(id, page) })
  return (
    <Section title="Kept">
      <DataTable
        label="Kept"
        columns={keptColumns}
        list={list}
        rowKey={(row) => `${row.record_id} ${row.reasons.join()}`}
        empty={null}
      />
    </Section>
  )
}
