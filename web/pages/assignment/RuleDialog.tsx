import { Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { AssignedObject, AssignmentRule } from '../../../model/assignment.ts'
import { assignmentApi } from '../../api-assignment.ts'
import { FilterBuilder } from '../../components/lists/FilterBuilder.tsx'
import { fieldsQuery } from '../../lib/object-queries.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { PoolField } from './PoolField.tsx'
import { draftOf, ruleOf, wayKinds, type CompleteRule, type RuleDraft } from './rule-draft.ts'
import { ruleFields } from './rule-fields.ts'
import { Territories } from './Territories.tsx'
import { wayWords } from './way-words.ts'

export type RuleDialogProps = {
  object: AssignedObject
  /** The rule that is changed; null for a new one. */
  rule: AssignmentRule | null
  onClose: () => void
}

/** For which records a rule is, and who gets them. */
export function RuleDialog({ object, rule, onClose }: RuleDialogProps) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(rule))
  const { data: custom = [] } = useQuery(fieldsQuery(object))
  const change = (part: Partial<RuleDraft>) => setDraft((old) => ({ ...old, ...part }))
  const complete = ruleOf(draft, object)
  const save = useMutation({
    mutationFn: (input: CompleteRule) => keep(rule, input),
    onSuccess: async ({ name }) => {
      toastSaved(`${name} saved`)
      onClose()
      await client.invalidateQueries({ queryKey: ['assignment-rules'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (complete) save.mutate(complete)
  }
  const fields = ruleFields(object, custom)
  const { kind } = draft
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={rule ? 'Change the rule' : 'New assignment rule'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            required
            maxLength={100}
            data-autofocus
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <div>
            <Text size="sm" fw={500} mb={4}>
              For which records; without a condition for all
            </Text>
            <FilterBuilder group={draft.filter} fields={fields} onChange={(filter) => change({ filter })} />
          </div>
          <Select
            label="Who gets them"
            allowDeselect={false}
            data={wayKinds.map((one) => ({ value: one, label: wayWords[one] }))}
            value={kind}
            onChange={(chosen) => change({ kind: wayKinds.find((one) => one === chosen) ?? kind })}
          />
          {kind === 'territory' ? (
            <Territories draft={draft} fields={fields} onChange={change} />
          ) : (
            <PoolField
              about="Who gets them"
              pool={draft.pool}
              isOne={kind === 'fixed'}
              onChange={(pool) => change({ pool })}
            />
          )}
          <FormError error={save.error} />
          <Button type="submit" loading={save.isPending} disabled={!complete}>
            {rule ? 'Save' : 'Add'}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}

function keep(rule: AssignmentRule | null, input: CompleteRule): Promise<AssignmentRule> {
  const { name, filter, way } = input
  return rule ? assignmentApi.change(rule.id, { name, filter, way }) : assignmentApi.create(input)
}
