import { api } from '../../api.ts'
import { SearchSelect } from '../../ui/SearchSelect.tsx'
import type { PickerProps } from '../PersonPicker.tsx'

const CHOICES = 20

/** Chooses a record of an object of your own by its name. */
export function RecordPicker({ object, ...props }: PickerProps & { object: string }) {
  return (
    <SearchSelect
      {...props}
      queryKey={['objects', object, 'picker']}
      find={async (search) => {
        const { data } = await api.records.list(object, { search }, { limit: CHOICES })
        return data.map(({ id, name }) => ({ value: id, label: name ?? 'A record' }))
      }}
      name={async (id) => (await api.records.get(object, id)).name}
      nothing="Nothing is called so."
    />
  )
}
