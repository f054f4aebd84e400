import { Alert, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonInput } from '../../../model/edit.ts'
import type { Person } from '../../../model/person.ts'
import { api } from '../../api.ts'
import { editsApi, keyOf } from '../../api-edits.ts'
import { fieldErrors } from '../../lib/http.ts'
import { links } from '../../lib/links.ts'
import { personLabel } from '../../lib/people.ts'
import { asPersonLike } from '../../lib/profile.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { TextLink } from '../../ui/links.tsx'
import { CompanyPicker } from '../CompanyPicker.tsx'
import { RecordDialog } from './RecordDialog.tsx'

const lines = [
  { key: 'name', label: 'Name' },
  { key: 'email', label: 'E-mail', type: 'email' },
  { key: 'phone', label: 'Phone', type: 'tel' },
]
const LOOK_FROM = 3
const PAUSE_MS = 250

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
      <AlreadyThere words={input.email ?? input.name ?? ''} />
    </RecordDialog>
  )
}

function AlreadyThere({ words }: { words: string }) {
  const [search] = useDebouncedValue(words.trim(), PAUSE_MS)
  const similar = useQuery({
    queryKey: ['people', 'similar', search],
    queryFn: () => api.people.list({ search }, { limit: 3 }),
    enabled: search.length >= LOOK_FROM,
  })
  const people = search.length >= LOOK_FROM ? (similar.data?.data ?? []) : []
  if (people.length === 0) return null
  return (
    <Alert color="gray" variant="light" p="xs" title="Already there?">
      {people.map((person) => (
        <Text key={person.id} size="sm">
          <TextLink {...links.person(person.id)} underline="always">
            {personLabel(person)}
          </TextLink>{' '}
          {[person.email, person.company?.name]
            .filter((text) => text && text !== personLabel(person))
            .join(' · ')}
        </Text>
      ))}
    </Alert>
  )
}
