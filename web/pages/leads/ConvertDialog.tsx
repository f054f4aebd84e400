import { Button, Group, Modal, NumberInput, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Lead, LeadConversion, LeadMatches } from '../../../model/lead.ts'
import { salesApi } from '../../api-sales.ts'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { fieldErrors } from '../../lib/http.ts'
import { FormError } from '../../ui/FormError.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { useLeadEdit } from './use-lead-edit.ts'

export type ConvertDialogProps = { lead: Lead; onClose: () => void }

/** Asks what a lead becomes, with what is there already proposed first. */
export function ConvertDialog({ lead, onClose }: ConvertDialogProps) {
  const matches = useQuery({
    queryKey: ['leads', 'matches', lead.id],
    queryFn: () => salesApi.leads.matches(lead.id),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Convert ${lead.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {matches.isPending && <LinesSkeleton lines={6} />}
      {matches.error && <FormError error={matches.error} />}
      {matches.data && <ConvertForm lead={lead} matches={matches.data} onClose={onClose} />}
    </Modal>
  )
}

const why = {
  member: 'belongs there already',
  domain: 'has the domain of the address',
  name: 'is called so',
} as const
const NEW = 'new'
const OTHER = 'other'
const NONE = 'none'

type FormProps = ConvertDialogProps & { matches: LeadMatches }

function ConvertForm({ lead, matches, onClose }: FormProps) {
  const { run } = useLeadEdit(lead)
  const [company, setCompany] = useState<string>(matches.companies[0]?.id ?? (lead.company_name ? NEW : NONE))
  const [companyName, setCompanyName] = useState(lead.company_name)
  const [other, setOther] = useState<string | null>(null)
  const [deal, setDeal] = useState<string>(NEW)
  const [dealName, setDealName] = useState(lead.company_name || lead.name)
  const [amount, setAmount] = useState<number | string>('')
  const save = useMutation({
    mutationFn: () => {
      const conversion: LeadConversion = {
        version: lead.version,
        company: chosen(company, { name: companyName }, other),
        deal: chosen(deal, { name: dealName, amount: amount === '' ? null : Number(amount) }, null),
      }
      return salesApi.leads.convert(lead.id, conversion)
    },
    onSuccess: async () => {
      onClose()
      await run(Promise.resolve(), `${lead.name} converted`, () => salesApi.leads.undoConversion(lead.id))
    },
  })
  const problems = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Radio.Group label="Company" value={company} onChange={setCompany} error={problems.company_id}>
          <Stack gap={6} mt={6}>
            {matches.companies.map(({ id, name, because }) => (
              <Radio key={id} value={id} label={`${name ?? 'Unnamed'} – ${why[because]}`} />
            ))}
            <Radio value={NEW} label="A new company" />
            {company === NEW && (
              <TextInput
                aria-label="Name of the new company"
                value={companyName}
                onChange={(event) => setCompanyName(event.currentTarget.value)}
                error={problems['company.name']}
              />
            )}
            <Radio value={OTHER} label="Another one that is there" />
            {company === OTHER && (
              <CompanyPicker aria-label="Company that is there" value={other} onChange={setOther} />
            )}
            <Radio value={NONE} label="None" />
          </Stack>
        </Radio.Group>
        <Radio.Group label="Deal" value={deal} onChange={setDeal}>
          <Stack gap={6} mt={6}>
            <Radio value={NEW} label="A new deal" />
            {deal === NEW && (
              <Group grow align="flex-start">
                <TextInput
                  label="Name"
                  value={dealName}
                  onChange={(event) => setDealName(event.currentTarget.value)}
                  error={problems['deal.name']}
                />
                <NumberInput
                  label="Amount"
                  min={0}
                  decimalScale={2}
                  thousandSeparator=","
                  hideControls
                  value={amount}
                  onChange={setAmount}
                />
              </Group>
            )}
            {matches.deals.map(({ id, name }) => (
              <Radio key={id} value={id} label={`${name} – open already`} />
            ))}
            <Radio value={NONE} label="None" />
          </Stack>
        </Radio.Group>
        <FormError error={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={
              (company === NEW && companyName.trim() === '') ||
              (company === OTHER && other === null) ||
              (deal === NEW && dealName.trim() === '')
            }
          >
            Convert
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function chosen<New extends object>(
  choice: string,
  made: New,
  other: string | null,
): New | { id: string } | null {
  if (choice === NEW) return made
  if (choice === OTHER) return other === null ? null : { id: other }
  return choice === NONE ? null : { id: choice }
}
