import { Button, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { AssignedObject, AssignmentWay } from '../../../model/assignment.ts'
import type { RecordFilter } from '../../../model/record-filter.ts'
import { api } from '../../api.ts'
import { assignmentApi } from '../../api-assignment.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { wayWords } from './way-words.ts'

const MOST = 1000
const kinds = ['round_robin', 'by_load', 'fixed'] as const
type Kind = (typeof kinds)[number]

const compared: Record<AssignedObject, { value: string; label: string }[]> = {
  lead: [
    { value: 'source', label: 'Source' },
    { value: 'company_name', label: 'Company' },
  ],
  deal: [
    { value: 'name', label: 'Name' },
    { value: 'currency', label: 'Currency' },
  ],
}

export type NewRuleDialogProps = { object: AssignedObject; onClose: () => void }

/** Makes a rule: for which records, and who gets them. */
export function NewRuleDialog({ object, onClose }: NewRuleDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [field, setField] = useState<string | null>(null)
  const [value, setValue] = useState('')
  const [kind, setKind] = useState<Kind>('round_robin')
  const [users, setUsers] = useState<string[]>([])
  const { data } = useQuery({ queryKey: ['users', 'all'], queryFn: () => api.users.list({ limit: MOST }) })
  const save = useMutation({
    mutationFn: () =>
      assignmentApi.create({ name, object, filter: filterOf(field, value), way: wayOf(kind, users) }),
    onSuccess: async () => {
      toastSaved(`${name} added`)
      onClose()
      await client.invalidateQueries({ queryKey: ['assignment-rules'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal opened onClose={onClose} title="New assignment rule" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Only records where"
            placeholder="All records"
            clearable
            data={compared[object]}
            value={field}
            onChange={setField}
          />
          {field && (
            <TextInput
              label="is"
              required
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          )}
          <Select
            label="Who gets them"
            allowDeselect={false}
            data={kinds.map((one) => ({ value: one, label: wayWords[one] }))}
            value={kind}
            onChange={(chosen) => setKind(kinds.find((one) => one === chosen) ?? 'round_robin')}
          />
          <MultiSelect
            label="Colleagues"
            required
            searchable
            maxValues={kind === 'fixed' ? 1 : 200}
            data={(data?.data ?? []).map((user) => ({ value: user.id, label: user.name }))}
            value={users}
            onChange={setUsers}
          />
          <FormError error={save.error} />
          <Button type="submit" loading={save.isPending} disabled={users.length === 0}>
            Add
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}

function filterOf(field: string | null, value: string): RecordFilter {
  return { match: 'all', conditions: field ? [{ field, operator: 'is', value }] : [] }
}

function wayOf(kind: Kind, users: string[]): AssignmentWay {
  const [first = ''] = users
  return kind === 'fixed' ? { kind, user_id: first } : { kind, pool: { user_ids: users } }
}
