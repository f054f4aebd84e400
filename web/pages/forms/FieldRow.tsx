import { ActionIcon, Checkbox, Group, Select, Text, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { formFieldTypes, type FormField } from '../../../model/form.ts'
import classes from './forms.module.css'
import { typeWords } from './field-kinds.ts'

const types = formFieldTypes.map((value) => ({ value, label: typeWords[value] }))

export type FieldRowProps = {
  field: FormField
  isFirst: boolean
  isLast: boolean
  onChange: (part: Partial<FormField>) => void
  /** By how many places. */
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** One question of a form. The address always stays: without it nobody is known. */
export function FieldRow({ field, isFirst, isLast, onChange, onMove, onRemove }: FieldRowProps) {
  const { key, label, type, required, options } = field
  const isAddress = key === 'email'
  return (
    <li className={classes.row}>
      <div className={classes.question}>
        <TextInput
          label={type === 'consent' ? 'What is agreed to' : 'Question'}
          maxLength={500}
          value={label}
          onChange={(event) => onChange({ label: event.currentTarget.value })}
        />
        <Select
          label="Kind"
          data={types}
          disabled={isAddress}
          allowDeselect={false}
          value={type}
          onChange={(value) => onChange({ type: formFieldTypes.find((one) => one === value) ?? type })}
        />
      </div>
      {type === 'select' && (
        <Textarea
          label="To choose from"
          description="One a line"
          autosize
          minRows={2}
          value={options.join('\n')}
          onChange={(event) => onChange({ options: event.currentTarget.value.split('\n') })}
        />
      )}
      <Group gap="md" mt="xs" justify="space-between">
        <Group gap="md">
          <Checkbox
            label="Needed"
            disabled={isAddress}
            checked={required}
            onChange={(event) => onChange({ required: event.currentTarget.checked })}
          />
          <Text size="xs" c="dimmed">
            becomes <code>{key}</code>
          </Text>
        </Group>
        <Group gap={4}>
          <ActionIcon aria-label={`Move ${label} up`} disabled={isFirst} onClick={() => onMove(-1)}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon aria-label={`Move ${label} down`} disabled={isLast} onClick={() => onMove(1)}>
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon aria-label={`Remove ${label}`} disabled={isAddress} onClick={onRemove}>
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </Group>
    </li>
  )
}
