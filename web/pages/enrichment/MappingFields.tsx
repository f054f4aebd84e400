import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { answerTypes, type AnswerType, type MappedTrait } from '../../../model/enrichment.ts'
import classes from './enrichment.module.css'
import type { EditorFieldsProps } from './ProviderEditor.tsx'

const types: Record<AnswerType, string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  list: 'List',
  object: 'Object',
}
const typeChoices = answerTypes.map((value) => ({ value, label: types[value] }))
const whenChoices = [
  { value: 'missing', label: 'Only if missing' },
  { value: 'always', label: 'Always' },
]

/** Which trait each value of the answer becomes, and what means that nothing was found. */
export function MappingFields({ draft, change, define, problems, isReadOnly }: EditorFieldsProps) {
  const { mapping, not_found } = draft.definition
  const add = () => define({ mapping: [...mapping, { path: '', trait: '', type: 'text', when: 'missing' }] })
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        “Only if missing” leaves alone what another source says. Where a source comes first for a trait, its
        word counts anyway: see Traits.
      </Text>
      <div className={classes.mapping} data-heads aria-hidden>
        <Text size="xs">In the answer</Text>
        <Text size="xs">Becomes the trait</Text>
        <Text size="xs">As</Text>
        <Text size="xs">Written</Text>
      </div>
      {mapping.map((row, place) => (
        <MappingRow
          key={place}
          row={row}
          place={place}
          problems={problems}
          isReadOnly={isReadOnly}
          onChange={(part) =>
            define({ mapping: mapping.map((one, at) => (at === place ? { ...one, ...part } : one)) })
          }
          onRemove={() => define({ mapping: mapping.toSpliced(place, 1) })}
        />
      ))}
      {!isReadOnly && (
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add}
          >
            Add a trait
          </Button>
        </Group>
      )}
      <Group grow align="flex-start">
        <TextInput
          label="Answers that mean “not found”"
          description="Numbers of HTTP, such as 404"
          disabled={isReadOnly}
          value={draft.statuses}
          onChange={(event) => change({ statuses: event.currentTarget.value })}
          error={problems['definition.not_found.statuses']}
        />
        <TextInput
          label="Nothing was found if this is empty"
          description="A place in the answer, such as results.0"
          disabled={isReadOnly}
          value={not_found.empty_path ?? ''}
          onChange={(event) =>
            define({ not_found: { ...not_found, empty_path: event.currentTarget.value || null } })
          }
        />
      </Group>
    </Stack>
  )
}

type MappingRowProps = Pick<EditorFieldsProps, 'problems' | 'isReadOnly'> & {
  row: MappedTrait
  place: number
  onChange: (part: Partial<MappedTrait>) => void
  onRemove: () => void
}

function MappingRow({ row, place, problems, isReadOnly, onChange, onRemove }: MappingRowProps) {
  const number = place + 1
  const errorOf = (part: keyof MappedTrait) => problems[`definition.mapping.${place}.${part}`]
  return (
    <div className={classes.mapping}>
      <TextInput
        aria-label={`Place in the answer ${number}`}
        placeholder="person.city"
        disabled={isReadOnly}
        value={row.path}
        onChange={(event) => onChange({ path: event.currentTarget.value })}
        error={errorOf('path')}
      />
      <TextInput
        aria-label={`Trait ${number}`}
        placeholder="city"
        disabled={isReadOnly}
        value={row.trait}
        onChange={(event) => onChange({ trait: event.currentTarget.value })}
        error={errorOf('trait')}
      />
      <NativeSelect
        aria-label={`Type ${number}`}
        disabled={isReadOnly}
        data={typeChoices}
        value={row.type}
        onChange={(event) =>
          onChange({ type: answerTypes.find((one) => one === event.currentTarget.value) ?? 'text' })
        }
      />
      <NativeSelect
        aria-label={`When ${number}`}
        disabled={isReadOnly}
        data={whenChoices}
        value={row.when}
        onChange={(event) =>
          onChange({ when: event.currentTarget.value === 'always' ? 'always' : 'missing' })
        }
      />
      {!isReadOnly && (
        <ActionIcon
          variant="subtle"
          color="gray"
          mt={4}
          aria-label={`Take trait ${number} out`}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </div>
  )
}
