import { ActionIcon, Autocomplete, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { recordObjects, type FieldLevel, type FieldRules } from '../../../model/rights.ts'
import { fieldsQuery, objectsQuery } from '../../lib/object-queries.ts'
import { fieldsOf, objectNames } from '../../lib/rights-words.ts'

const levelNames = { hidden: 'Hidden', read: 'Seen, not changed' } as const
type Limit = keyof typeof levelNames

export type FieldRulesEditorProps = { fields: FieldRules; onChange: ((fields: FieldRules) => void) | null }

/** Fields that a role hides or keeps from being changed; all others are open. */
export function FieldRulesEditor({ fields, onChange }: FieldRulesEditorProps) {
  const rules = Object.entries(fields).flatMap(([object, levels = {}]) =>
    Object.entries(levels).map(([field, level = 'edit']) => ({ object, field, level })),
  )
  const set = (object: string, field: string, level: FieldLevel) =>
    onChange?.({ ...fields, [object]: withLevel(fields[object] ?? {}, field, level) })
  return (
    <Stack gap="xs">
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          All fields are open.
        </Text>
      )}
      {rules.map(({ object, field, level }) => (
        <Group key={`${object} ${field}`} gap="xs" wrap="nowrap">
          <Text size="sm" style={{ flex: 1, overflowWrap: 'anywhere' }}>
            {objectNames[object] ?? object}: {fieldWords(field)}
          </Text>
          <Text size="sm">{level === 'edit' ? 'Open' : levelNames[level]}</Text>
          {onChange && (
            <ActionIcon
              aria-label={`Open ${fieldWords(field)} again`}
              onClick={() => set(object, field, 'edit')}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {onChange && <NewRule onAdd={set} />}
    </Stack>
  )
}

function NewRule({ onAdd }: { onAdd: (object: string, field: string, level: FieldLevel) => void }) {
  const [object, setObject] = useState<string>('deals')
  const [field, setField] = useState('')
  const [level, setLevel] = useState<Limit>('hidden')
  const { data: objects = [] } = useQuery(objectsQuery)
  const { data: custom = [] } = useQuery(fieldsQuery(keysOf[object] ?? object))
  const own = objects.filter(({ standard }) => !standard)
  const known = [
    ...(fieldsOf[object] ?? ['name', 'owner']).map((rule) => ({ rule, label: fieldWords(rule) })),
    ...custom.map(({ key, label }) => ({ rule: `fields.${key}`, label })),
  ]
  const hasTraits = object === 'people' || object === 'companies'
  const name = field.trim()
  const chosen = known.find(({ label }) => label.toLowerCase() === name.toLowerCase())?.rule
  const rule = chosen ?? (hasTraits && name !== '' ? `traits.${name}` : null)
  const add = () => {
    if (rule === null) return
    onAdd(object, rule, level)
    setField('')
  }
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        label="Records"
        data={[
          ...recordObjects.map((one) => ({ value: one, label: objectNames[one] ?? one })),
          ...own.map(({ key, plural }) => ({ value: key, label: plural })),
        ]}
        value={object}
        onChange={(event) => setObject(event.currentTarget.value)}
      />
      <Autocomplete
        label={hasTraits ? 'Field or trait' : 'Field'}
        data={[...new Set(known.map(({ label }) => label))]}
        value={field}
        onChange={setField}
        maxLength={200}
      />
      <NativeSelect
        label="Is"
        data={Object.entries(levelNames).map(([value, label]) => ({ value, label }))}
        value={level}
        onChange={(event) => setLevel(event.currentTarget.value === 'read' ? 'read' : 'hidden')}
      />
      <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add} disabled={rule === null}>
        Add
      </Button>
    </Group>
  )
}

/** What the fields of the objects of Kith itself are kept under. */
const keysOf: Record<string, string> = { deals: 'deal', companies: 'company', people: 'person' }

function withLevel(levels: Record<string, FieldLevel | undefined>, field: string, level: FieldLevel) {
  const others = Object.entries(levels).filter(([name]) => name !== field)
  return Object.fromEntries(level === 'edit' ? others : [...others, [field, level]])
}

/** "expected_close_on" reads "Expected close on", "traits.plan" reads "plan". */
function fieldWords(field: string): string {
  if (field.startsWith('traits.')) return field.slice('traits.'.length)
  const words = field.replace(/^fields\./, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
