import type { SelectProps } from '@mantine/core'
import { api } from '../api.ts'
import { personLabel } from '../lib/people.ts'
import { asPersonLike } from '../lib/profile.ts'
import { SearchSelect } from '../ui/SearchSelect.tsx'

const CHOICES = 20

export type PickerProps = Pick<
  SelectProps,
  'label' | 'placeholder' | 'description' | 'error' | 'w' | 'comboboxProps'
> & {
  'aria-label'?: string
  value: string | null
  onChange: (id: string | null) => void
}

/** Chooses a person by name, e-mail or identifier. */
export function PersonPicker(props: PickerProps) {
  return (
    <SearchSelect
      {...props}
      queryKey={['people', 'picker']}
      find={find}
      name={name}
      nothing="Nobody is called so."
    />
  )
}

async function find(search: string) {
  const { data } = await api.people.list({ search }, { limit: CHOICES })
  return data.map((person) => {
    const label = personLabel(person)
    const more = [person.email, person.company?.name].filter((text) => text && text !== label)
    return { value: person.id, label: [label, ...more].join(' · ') }
  })
}

async function name(id: string) {
  return personLabel(asPersonLike(await api.people.get(id)))
}
