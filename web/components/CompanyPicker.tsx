import { api } from '../api.ts'
import { companyLabel } from '../lib/companies.ts'
import { SearchSelect } from '../ui/SearchSelect.tsx'
import type { PickerProps } from './PersonPicker.tsx'

const CHOICES = 20

/** Chooses a company by name or id. */
export function CompanyPicker(props: PickerProps) {
  return (
    <SearchSelect
      {...props}
      queryKey={['companies', 'picker']}
      find={find}
      name={name}
      nothing="No company is called so."
    />
  )
}

async function find(search: string) {
  const { data } = await api.companies.list({ search }, { limit: CHOICES })
  return data.map((company) => ({ value: company.id, label: companyLabel(company) }))
}

async function name(id: string) {
  return companyLabel(await api.companies.get(id))
}
