import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { plainValue } from '../../lib/format.ts'
import { readTyped } from './read-typed.ts'
import { useTraitEdit, type TraitTarget } from './use-trait-edit.ts'

export type TraitEditorProps = TraitTarget & {
  /** The trait; a new one is named when it is missing. */
  name?: string
  onDone: () => void
}

/** Changes the value of a trait, takes it away, or adds one. */
export function TraitEditor({ name, onDone, ...target }: TraitEditorProps) {
  const before = name === undefined ? undefined : target.traits[name]
  const [called, setCalled] = useState(name ?? '')
  const [typed, setTyped] = useState(before === undefined ? '' : plainValue(before))
  const edit = useTraitEdit(target, onDone)
  const save = (value: unknown) => edit.save(called.trim(), called.trim(), value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (called.trim() !== '' && typed.trim() !== '') save(readTyped(typed, before))
  }
  return (
    <form onSubmit={submit}>
      <Group gap={6} align="flex-end" mt={6}>
        {name === undefined && (
          <TextInput
            size="xs"
            label="Trait"
            placeholder="plan"
            maxLength={100}
            autoFocus
            flex={1}
            value={called}
            onChange={(event) => setCalled(event.currentTarget.value)}
          />
        )}
        <TextInput
          size="xs"
          {...(name === undefined
            ? { label: 'Value' }
            : { 'aria-label': `Value of ${name}`, autoFocus: true })}
          maxLength={5_000}
          flex={1}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Group>
      {edit.problem && (
        <Text role="alert" size="xs" c="var(--kith-bad)" mt={4}>
          {edit.problem.sentence}
        </Text>
      )}
      <Group gap={6} mt={6}>
        <Button
          type="submit"
          size="compact-xs"
          loading={edit.saving !== null}
          disabled={called.trim() === '' || typed.trim() === ''}
        >
          Save
        </Button>
        <Button size="compact-xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
        {before !== undefined && (
          <Button size="compact-xs" variant="subtle" color="red" onClick={() => save(null)}>
            Remove
          </Button>
        )}
      </Group>
    </form>
  )
}
