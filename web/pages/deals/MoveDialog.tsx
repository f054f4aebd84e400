import { Button, Group, Modal, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Deal, DealChange, RequirableField, Stage } from '../../../model/deal.ts'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { closeReasonsQuery } from '../../lib/pipelines.ts'

export type MoveAnswers = Pick<
  DealChange,
  'amount' | 'expected_close_on' | 'person_id' | 'company_id' | 'close_reason_id' | 'close_note'
>

export type MoveDialogProps = {
  /** The deals that move; several have only the reason asked, for all of them. */
  deals: Deal[]
  stage: Stage
  onMove: (answers: MoveAnswers) => void
  onClose: () => void
}

/** Asks, before a deal comes into a stage, for what the stage asks for, and why it was lost or won. */
export function MoveDialog({ deals, stage, onMove, onClose }: MoveDialogProps) {
  const { data: reasons = [] } = useQuery(closeReasonsQuery)
  const [answers, setAnswers] = useState<MoveAnswers>({})
  const [tried, setTried] = useState(false)
  const set = (change: MoveAnswers) => setAnswers((old) => ({ ...old, ...change }))
  const missing = missingOf(deals, stage)
  const open = missing.filter((field) => (answers[field] ?? null) === null)
  const offered = reasons.filter(({ kind }) => kind === stage.kind)
  const needed = (field: RequirableField) =>
    tried && open.includes(field) ? `The stage ${stage.name} asks for it.` : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (open.length === 0) onMove(answers)
  }
  const title =
    deals.length === 1
      ? `Move ${deals[0]?.name} to ${stage.name}`
      : `Move ${deals.length} deals to ${stage.name}`
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {missing.includes('amount') && (
            <NumberInput
              label={`Amount in ${deals[0]?.currency}`}
              required
              data-autofocus
              min={0}
              decimalScale={2}
              hideControls
              value={answers.amount ?? ''}
              onChange={(amount) => set({ amount: typeof amount === 'number' ? amount : null })}
              error={needed('amount')}
            />
          )}
          {missing.includes('expected_close_on') && (
            <TextInput
              label="Expected close"
              required
              type="date"
              value={answers.expected_close_on ?? ''}
              onChange={(event) => set({ expected_close_on: event.currentTarget.value || null })}
              error={needed('expected_close_on')}
            />
          )}
          {missing.includes('person_id') && (
            <PersonPicker
              label="Person"
              value={answers.person_id ?? null}
              onChange={(id) => set({ person_id: id })}
              error={needed('person_id')}
            />
          )}
          {missing.includes('company_id') && (
            <CompanyPicker
              label="Company"
              value={answers.company_id ?? null}
              onChange={(id) => set({ company_id: id })}
              error={needed('company_id')}
            />
          )}
          {offered.length > 0 && (
            <NativeSelect
              label={stage.kind === 'lost' ? 'Why was it lost?' : 'Why was it won?'}
              data-autofocus
              required={missing.includes('close_reason_id')}
              data={[
                { value: '', label: 'Not said' },
                ...offered.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={answers.close_reason_id ?? ''}
              onChange={(event) => set({ close_reason_id: event.currentTarget.value || null })}
              error={needed('close_reason_id')}
            />
          )}
          {stage.kind !== 'open' && (
            <Textarea
              label="In your own words"
              autosize
              minRows={2}
              maxLength={2000}
              value={answers.close_note ?? ''}
              onChange={(event) => set({ close_note: event.currentTarget.value })}
            />
          )}
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Move</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** Whether anything has to be asked before these deals come into a stage. */
export function isAsked(deals: Deal[], stage: Stage, hasReasons: boolean): boolean {
  return missingOf(deals, stage).length > 0 || (stage.kind !== 'open' && hasReasons)
}

/** What one of them lacks of what the stage asks for; of several, only what can be the same for all. */
function missingOf(deals: Deal[], stage: Stage): RequirableField[] {
  const asked = stage.required_fields.filter((field) => deals.length === 1 || field === 'close_reason_id')
  return asked.filter((field) => deals.some((deal) => valueOf(deal, field) === null))
}

function valueOf(deal: Deal, field: RequirableField): unknown {
  switch (field) {
    case 'amount':
      return deal.amount
    case 'expected_close_on':
      return deal.expected_close_on
    case 'person_id':
      return deal.person
    case 'company_id':
      return deal.company
    case 'close_reason_id':
      return null
  }
}
