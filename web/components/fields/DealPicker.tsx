import { api } from '../../api.ts'
import { SearchSelect } from '../../ui/SearchSelect.tsx'
import type { PickerProps } from '../PersonPicker.tsx'

const CHOICES = 20

/** Chooses a deal by its name or its company's. */
export function DealPicker(props: PickerProps) {
  return (
    <SearchSelect
      {...props}
      queryKey={['deals', 'picker']}
      find={find}
      name={name}
      nothing="No deal is called so."
    />
  )
}

async function find(search: string) {
  const { data } = await api.deals.list({ search }, { limit: CHOICES })
  return data.map((deal) => ({
    value: deal.id,
    label: deal.company?.name ? `${deal.name} · ${deal.company.name}` : deal.name,
  }))
}

async function name(id: string) {
  return (await api.deals.get(id)).name
}
