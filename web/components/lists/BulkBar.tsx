import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BulkInput } from '../../../model/bulk-change.ts'
import { isEmpty, readFieldValue } from '../../../model/field-value.ts'
import { rightsFor } from '../../../model/rights.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { pathOf, rightsOf, type ListField } from '../../lib/list-objects.ts'
import { useMay, useSession } from '../../lib/session.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { PutOnList } from '../PutOnList.tsx'
import { ExportMenu, type Exported } from './ExportMenu.tsx'
import { useEditable } from './RecordTable.tsx'
import { ValueEditor } from './ValueEditor.tsx'
import classes from './lists.module.css'

export type BulkBarProps = {
  object: string
  fields: ListField[]
  /** How many are selected, in words: "3 deals", "all 1,204 deals". */
  words: string
  selection: BulkInput['selection']
  /** Offers to select all that the list means, not only what is shown. */
  onAll?: (() => void) | undefined
  allWords: string
  exported: Exported
  onClear: () => void
}

type Dialog = 'field' | 'owner' | 'list' | 'delete'

/** What can be done with the selected records together; it runs in the background and can be taken back. */
export function BulkBar(props: BulkBarProps) {
  const { object, fields, words, selection, onAll, allWords, exported, onClear } = props
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const client = useQueryClient()
  const mayEdit = useEditable(object)
  const editable = fields.filter(
    (field) => mayEdit(field) && field.key !== 'owner_id' && field.key !== 'name',
  )
  const owner = fields.find((field) => field.key === 'owner_id' && mayEdit(field))
  const { delete: reach } = rightsFor(useSession().rights, rightsOf(object))
  const mayDelete = reach !== 'none'
  const may = useMay()
  const mayList = object === 'person' && may('segments:write') && may('people:write')
  const start = async (change: BulkInput['change']) => {
    await api.lists.changeMany(pathOf(object), { selection, change })
    await client.invalidateQueries({ queryKey: ['bulk-changes'] })
    setDialog(null)
    onClear()
  }
  return (
    <div className={classes.selected} role="group" aria-label="With those selected">
      <Text size="sm" fw={500} role="status">
        {words} selected
      </Text>
      {onAll && (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>
          Select {allWords}
        </Button>
      )}
      {editable.length > 0 && (
        <Button size="compact-sm" variant="default" onClick={() => setDialog('field')}>
          Change a field…
        </Button>
      )}
      {owner && (
        <Button size="compact-sm" variant="default" onClick={() => setDialog('owner')}>
          Give to…
        </Button>
      )}
      {mayList && (
        <Button size="compact-sm" variant="default" onClick={() => setDialog('list')}>
          Lists…
        </Button>
      )}
      <ExportMenu object={object} exported={{ ...exported, ...selection }} compact />
      {mayDelete && (
        <Button size="compact-sm" variant="default" c="var(--kith-bad)" onClick={() => setDialog('delete')}>
          Delete
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        Clear
      </Button>
      {dialog === 'field' && (
        <ChangeDialog
          title={`Change ${words}`}
          fields={editable}
          onClose={() => setDialog(null)}
          onStart={start}
        />
      )}
      {dialog === 'list' && <PutOnList words={words} onStart={start} onClose={() => setDialog(null)} />}
      {dialog === 'owner' && owner && (
        <ChangeDialog
          title={`Give ${words} to a colleague`}
          fields={[owner]}
          onClose={() => setDialog(null)}
          onStart={start}
        />
      )}
      <ConfirmDialog
        opened={dialog === 'delete'}
        onClose={() => setDialog(null)}
        title={`Delete ${words}?`}
        verb="Delete"
        onConfirm={() => start({ kind: 'delete' })}
      >
        They leave every list and report. You can take it back for 30 days.
      </ConfirmDialog>
    </div>
  )
}

type ChangeDialogProps = {
  title: string
  fields: ListField[]
  onClose: () => void
  onStart: (change: BulkInput['change']) => Promise<void>
}

function ChangeDialog({ title, fields, onClose, onStart }: ChangeDialogProps) {
  const [key, setKey] = useState(fields.length === 1 ? fields[0]?.key : undefined)
  const [value, setValue] = useState<unknown>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const field = fields.find((one) => one.key === key)
  const start = useMutation({
    mutationFn: (values: Record<string, unknown>) => onStart({ kind: 'edit', values }),
    onError: (error) => field && setProblem(fieldErrors(error)[`change.values.${field.key}`] ?? null),
  })
  const submit = () => {
    if (!field) return
    const read = readFieldValue(field, value)
    if (!read.ok) setProblem(`${field.label} ${read.problem}.`)
    else start.mutate({ [field.key]: read.value })
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="md">
        {fields.length > 1 && (
          <Select
            label="Field"
            placeholder="Choose a field"
            searchable
            data-autofocus
            data={fields.map((one) => ({ value: one.key, label: one.label }))}
            value={key ?? null}
            onChange={(next) => {
              setKey(next ?? undefined)
              setValue(null)
              setProblem(null)
            }}
          />
        )}
        {field && (
          <div>
            <Text size="sm" fw={500} mb={4}>
              {field.key === 'owner_id' ? 'New owner' : 'New value'}
            </Text>
            <ValueEditor key={field.key} field={field} value={value} onChange={setValue} error={problem} />
          </div>
        )}
        <FormError error={problem === null ? start.error : null} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={!field} loading={start.isPending} onClick={submit}>
            {field && isEmpty(value) ? 'Empty the field' : 'Change'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
