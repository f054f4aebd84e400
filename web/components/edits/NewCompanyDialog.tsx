import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Company } from '../../../model/company.ts'
import type { CompanyInput } from '../../../model/edit.ts'
import { editsApi, keyOf } from '../../api-edits.ts'
import { companyLabel } from '../../lib/companies.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { RecordDialog } from './RecordDialog.tsx'

const lines = [
  { key: 'name', label: 'Name', required: true },
  { key: 'domain', label: 'Domain' },
]

export type NewCompanyDialogProps = { onClose: () => void; onCreated: (company: Company) => void }

/** Asks for a new company. */
export function NewCompanyDialog({ onClose, onCreated }: NewCompanyDialogProps) {
  const [input, setInput] = useState<CompanyInput>({ name: '' })
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => editsApi.createCompany(input),
    onSuccess: async (company) => {
      toastSaved(`${companyLabel(company)} created`)
      onCreated(company)
      await client.invalidateQueries({ queryKey: keyOf('company') })
    },
  })
  return (
    <RecordDialog
      title="New company"
      object="company"
      lines={lines}
      values={{ name: input.name, domain: input.domain }}
      onChange={(key, value) => setInput({ ...input, [key]: value ?? (key === 'name' ? '' : undefined) })}
      fields={input.fields ?? {}}
      onField={(key, value) => setInput({ ...input, fields: { ...input.fields, [key]: value } })}
      problems={fieldErrors(create.error)}
      error={create.error}
      pending={create.isPending}
      ready={input.name.trim() !== ''}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    />
  )
}
