import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { dealInput, type Deal, type DealInput, type Pipeline } from '../../model/deal.ts'
import { api } from '../api.ts'
import { fieldErrors } from '../lib/http.ts'
import { fieldsQuery } from '../lib/object-queries.ts'
import { pipelinesQuery } from '../lib/pipelines.ts'
import { toastSaved } from '../lib/toasts.tsx'
import { FormError } from '../ui/FormError.tsx'
import { FieldEditor } from './fields/FieldEditor.tsx'
import { CompanyPicker } from './CompanyPicker.tsx'
import { PersonPicker } from './PersonPicker.tsx'

export type NewDealDialogProps = {
  onClose: () => void
  /** What is known already: for whom it is, or in which stage it begins. */
  start?: Partial<DealInput>
  onCreated?: (deal: Deal) => void
}

/** Asks for a new deal, for a person, a company or both; what was typed stays when the server refuses it. */
export function NewDealDialog({ onClose, start = {}, onCreated }: NewDealDialogProps) {
  const [input, setInput] = useState<DealInput>({ name: '', ...start })
  const [problems, setProblems] = useState<Record<string, string>>({})
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: api.deals.create,
    onSuccess: async (deal) => {
      toastSaved(`Deal ${deal.name} created`)
      onClose()
      onCreated?.(deal)
      await client.invalidateQueries({ queryKey: ['deals'] })
    },
    onError: (error) => setProblems(fieldErrors(error)),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wrong = problemsOf(input)
    setProblems(wrong)
    if (Object.keys(wrong).length === 0) create.mutate(input)
  }
  const set = (change: Partial<DealInput>) => setInput({ ...input, ...change })
  return (
    <Modal opened onClose={onClose} title="New deal" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={input.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={problems.name}
          />
          <PersonPicker
            label="Person"
            placeholder="Search people"
            value={input.person_id ?? null}
            onChange={(id) => set({ person_id: id })}
            error={problems.person_id}
          />
          <CompanyPicker
            label="Company"
            placeholder="Search companies"
            value={input.company_id ?? null}
            onChange={(id) => set({ company_id: id })}
            error={problems.company_id}
          />
          <Amounts input={input} set={set} problems={problems} />
          <RequiredFields input={input} set={set} problems={problems} />
          <FormError error={Object.keys(problems).length > 0 ? null : create.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

type FieldsProps = {
  input: DealInput
  set: (change: Partial<DealInput>) => void
  problems: Record<string, string>
}

function Amounts({ input, set, problems }: FieldsProps) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const pipeline = pipelineOf(pipelines, input)
  return (
    <>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <NumberInput
          label="Amount"
          min={0}
          decimalScale={2}
          thousandSeparator=","
          hideControls
          flex={1}
          value={input.amount ?? ''}
          onChange={(amount) => set({ amount: typeof amount === 'number' ? amount : null })}
          error={problems.amount}
        />
        <TextInput
          label="Currency"
          maxLength={3}
          w="6rem"
          value={input.currency ?? pipeline?.currency ?? ''}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
          error={problems.currency}
        />
      </Group>
      <Group grow gap="sm" align="flex-start">
        <Select
          label="Stage"
          data={stageChoices(pipelines)}
          value={input.stage_id ?? pipeline?.stages[0]?.id ?? null}
          onChange={(id) =>
            id && set({ stage_id: id, pipeline_id: pipelineOf(pipelines, { stage_id: id })?.id })
          }
          allowDeselect={false}
          error={problems.stage_id}
        />
        <TextInput
          label="Expected close"
          type="date"
          value={input.expected_close_on ?? ''}
          onChange={(event) => set({ expected_close_on: event.currentTarget.value || null })}
          error={problems.expected_close_on}
        />
      </Group>
    </>
  )
}

/** The fields of your own without which no deal is made, or none in this stage. */
function RequiredFields({ input, set, problems }: FieldsProps) {
  const { data: fields = [] } = useQuery(fieldsQuery('deal'))
  const values = input.fields ?? {}
  return fields
    .filter(
      ({ key, type, required, required_from_stage: stage }) =>
        type !== 'file' &&
        (required || problems[`fields.${key}`] || (stage !== null && stage === input.stage_id)),
    )
    .map((field) => (
      <FieldEditor
        key={field.id}
        field={field}
        value={values[field.key] ?? field.default_value}
        onChange={(value) => set({ fields: { ...values, [field.key]: value } })}
        error={problems[`fields.${field.key}`]}
      />
    ))
}

function problemsOf(input: DealInput): Record<string, string> {
  const issues = dealInput.safeParse(input).error?.issues ?? []
  const problems = Object.fromEntries(issues.map((issue) => [issue.path.join('.'), issue.message]))
  return problems.name ? { ...problems, name: 'Give the deal a name.' } : problems
}

function pipelineOf(
  pipelines: Pipeline[],
  { stage_id, pipeline_id }: Partial<DealInput>,
): Pipeline | undefined {
  return (
    pipelines.find((one) => one.stages.some((stage) => stage.id === stage_id)) ??
    pipelines.find((one) => one.id === pipeline_id) ??
    pipelines[0]
  )
}

function stageChoices(pipelines: Pipeline[]) {
  const choices = pipelines.map(({ name, stages }) => ({
    group: name,
    items: stages.map((stage) => ({ value: stage.id, label: stage.name })),
  }))
  return choices.length > 1 ? choices : (choices[0]?.items ?? [])
}
