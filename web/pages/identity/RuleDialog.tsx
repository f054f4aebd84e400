import { Button, Group, Modal, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import {
  ANY_OTHER_TYPE,
  builtInTypes,
  identifierRule,
  type IdentifierRuleRow,
  type IdentityRulesData,
} from '../../../model/identity-rules.ts'
import {
  identifierNormalisers,
  limitWindows,
  normaliserWords,
  standsForKinds,
  standsForWords,
  windowWords,
} from '../../../model/identity-words.ts'
import { FormError } from '../../ui/FormError.tsx'
import { FoundIn } from './FoundIn.tsx'
import { linesOf, ruleName } from './rule-words.ts'

export type RuleDialogProps = {
  row: IdentifierRuleRow
  /** Its place in the rules; null for a new type. */
  place: number | null
  rules: IdentityRulesData
  mayWrite: boolean
  onSave: (row: IdentifierRuleRow) => Promise<unknown>
  onRemove: (place: number) => void
  onClose: () => void
}

/** One type of identifier: how many, for what it stands, how it is compared, where it is found, what is blocked. */
export function RuleDialog({
  row: given,
  place,
  rules,
  mayWrite,
  onSave,
  onRemove,
  onClose,
}: RuleDialogProps) {
  const [row, setRow] = useState(given)
  const [values, setValues] = useState(given.blocked.values.join('\n'))
  const [patterns, setPatterns] = useState(given.blocked.patterns.join('\n'))
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [error, setError] = useState<unknown>(null)
  const change = (part: Partial<IdentifierRuleRow>) => setRow((before) => ({ ...before, ...part }))
  const isOwn = ![...builtInTypes, ANY_OTHER_TYPE].some((type) => type === given.type)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = row.found.filter(({ key }) => key.trim() !== '')
    const blocked = { values: linesOf(values), patterns: linesOf(patterns) }
    const parsed = identifierRule.safeParse({ ...row, found, blocked })
    const wrong = problemsOf(
      parsed.error,
      place === null && rules.types.some(({ type }) => type === row.type),
    )
    setProblems(wrong)
    if (!parsed.data || Object.keys(wrong).length > 0) return
    await onSave(parsed.data).then(onClose, setError)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={place === null ? 'Add a type of identifier' : ruleName(given.type)}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <fieldset disabled={!mayWrite} style={{ border: 0, margin: 0, padding: 0 }}>
          <Stack gap="md">
            {place === null && (
              <TextInput
                label="Type"
                description="As clients send it, such as customer_id"
                value={row.type}
                onChange={(event) => change({ type: event.currentTarget.value.trim().toLowerCase() })}
                error={problems.type}
                data-autofocus
              />
            )}
            <Limit row={row} change={change} problem={problems.limit} />
            <Meaning row={row} change={change} problem={problems.country} />
            <FoundIn places={row.found} onChange={(found) => change({ found })} />
            <Textarea
              label="Values that name nobody"
              description="One a line, besides those blocked for all types"
              autosize
              minRows={2}
              maxRows={6}
              value={values}
              onChange={(event) => setValues(event.currentTarget.value)}
              error={problems.values}
            />
            <Textarea
              label="Patterns that name nobody"
              description="One a line: characters, . \d \w \s and [sets], each with * + or ? behind it"
              autosize
              minRows={2}
              maxRows={6}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              value={patterns}
              onChange={(event) => setPatterns(event.currentTarget.value)}
              error={problems.patterns}
            />
          </Stack>
        </fieldset>
        <FormError error={error} />
        <Group justify="space-between" mt="md">
          {mayWrite && isOwn && place !== null ? (
            <Button
              variant="subtle"
              color="red"
              onClick={() => {
                onRemove(place)
                onClose()
              }}
            >
              Remove
            </Button>
          ) : (
            <span />
          )}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {mayWrite ? 'Cancel' : 'Close'}
            </Button>
            {mayWrite && <Button type="submit">Keep in the draft</Button>}
          </Group>
        </Group>
      </form>
    </Modal>
  )
}

type PartProps = {
  row: IdentifierRuleRow
  change: (part: Partial<IdentifierRuleRow>) => void
  problem: string | undefined
}

function Limit({ row, change, problem }: PartProps) {
  return (
    <Group grow align="flex-start">
      <NumberInput
        label="A person may have"
        min={1}
        max={1_000}
        value={row.limit}
        onChange={(limit) => change({ limit: Number(limit) })}
        error={problem}
      />
      <NativeSelect
        label="Counted"
        data={limitWindows.map((value) => ({ value, label: windowWords[value] }))}
        value={row.within}
        onChange={(event) =>
          change({ within: limitWindows.find((one) => one === event.currentTarget.value) ?? 'ever' })
        }
      />
    </Group>
  )
}

function Meaning({ row, change, problem }: PartProps) {
  return (
    <>
      <NativeSelect
        label="Stands for"
        description={standsForWords[row.stands_for].sentence}
        disabled={row.type === 'user_id'}
        data={standsForKinds.map((value) => ({ value, label: standsForWords[value].name }))}
        value={row.stands_for}
        onChange={(event) =>
          change({ stands_for: standsForKinds.find((one) => one === event.currentTarget.value) ?? 'person' })
        }
      />
      <NativeSelect
        label="Compared"
        description={normaliserWords[row.normalise].sentence}
        data={identifierNormalisers.map((value) => ({ value, label: normaliserWords[value].name }))}
        value={row.normalise}
        onChange={(event) =>
          change({
            normalise: identifierNormalisers.find((one) => one === event.currentTarget.value) ?? 'none',
          })
        }
      />
      {row.normalise === 'phone' && (
        <TextInput
          label="Country of numbers without one"
          description="Two letters, such as FR; without it only numbers that begin with + name somebody"
          maxLength={2}
          value={row.country ?? ''}
          onChange={(event) => change({ country: event.currentTarget.value.trim().toUpperCase() || null })}
          error={problem}
        />
      )}
    </>
  )
}

type Issues = { issues: { path: PropertyKey[]; message: string }[] } | undefined

/** What is wrong with each field, by the last name on the way to it. */
function problemsOf(error: Issues, isTwice: boolean): Record<string, string> {
  const found = (error?.issues ?? []).map(({ path, message }): [string, string] => [
    String(path.findLast((part) => typeof part === 'string') ?? ''),
    message,
  ])
  return { ...Object.fromEntries(found), ...(isTwice && { type: 'This type is in the list already.' }) }
}
