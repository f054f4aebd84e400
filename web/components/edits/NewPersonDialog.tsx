import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonInput } from '../../../model/edit.ts'
import type { Person } from '../../../model/person.ts'
import { editsApi, keyOf } from '../../api-edits.ts'
import { fieldErrors } from '../../lib/http.ts'
import { personLabel } from '../../lib/people.ts'
import { asPersonLike } from '../../lib/profile.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { CompanyPicker } from '../CompanyPicker.tsx'
import { AlreadyThere } from './AlreadyThere.tsx'
import { RecordDialog } from './RecordDialog.tsx'

const lines = [
  { key: 'name', label: 'Name' },
  { key: 'email', label: 'E-mail', type: 'email' },
  { key: 'phone', label: 'Phone', type: 'tel' },
]
export type NewPersonDialogProps = { onClose: () => void; onCreated: (person: Person) => void }

/** Asks for a new person, and shows who is there already under what is typed. */
export function NewPersonDialog({ onClose, onCreated }: NewPersonDialogProps) {
  const [input, setInput] = useState<PersonInput>({})
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => editsApi.createPerson(input),
    onSuccess: async (person) => {
      toastSaved(`${personLabel(asPersonLike(person))} created`)
      onCreated(person)
      await client.invalidateQueries({ queryKey: keyOf('person') })
    },
  })
  return (
    <RecordDialog
      title="New person"
      object="person"
      lines={lines}
      values={{ name: input.name, email: input.email, phone: input.phone }}
      onChange={(key, value) => setInput({ ...input, [key]: value })}
      fields={input.fields ?? {}}
      onField={(key, value) => setInput({ ...input, fields: { ...input.fields, [key]: value } })}
      problems={fieldErrors(create.error)}
      error={create.error}
      pending={create.isPending}
      ready={Boolean(input.name ?? input.email ?? input.phone)}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <CompanyPicker
        label="Company"
        placeholder="Search companies"
        value={input.company_id ?? null}
        onChange={(id) => setInput({ ...input, company_id: id })}
      />
      <AlreadyThere name={input.name} email={input.email} phone={input.phone} />
    </RecordDialog>
  )
}
