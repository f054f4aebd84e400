import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { FormField } from '../../../model/form.ts'
import { Section } from '../../ui/Section.tsx'
import classes from './forms.module.css'
import { newFields, typeWords } from './field-kinds.ts'
import { FieldRow } from './FieldRow.tsx'
import { freeKey } from './use-form-draft.ts'

type FieldRowsProps = { fields: FormField[]; onChange: (fields: FormField[]) => void }

/** The questions of a form in their order. */
export function FieldRows({ fields, onChange }: FieldRowsProps) {
  const put = (place: number, part: Partial<FormField>) =>
    onChange(fields.map((field, index) => (index === place ? { ...field, ...part } : field)))
  const move = (place: number, by: -1 | 1) => {
    const moved = fields[place]
    const other = fields[place + by]
    if (moved && other) onChange(fields.with(place, other).with(place + by, moved))
  }
  return (
    <Section
      title="Questions"
      action={<AddField fields={fields} onAdd={(field) => onChange([...fields, field])} />}
    >
      <ol className={classes.rows}>
        {fields.map((field, place) => (
          <FieldRow
            key={field.key}
            field={field}
            isFirst={place === 0}
            isLast={place === fields.length - 1}
            onChange={(part) => put(place, part)}
            onMove={(by) => move(place, by)}
            onRemove={() => onChange(fields.filter((_, index) => index !== place))}
          />
        ))}
      </ol>
    </Section>
  )
}

function AddField({ fields, onAdd }: { fields: FormField[]; onAdd: (field: FormField) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconPlus size={15} aria-hidden />}>
          Add a question
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {newFields.map((field) => (
          <Menu.Item key={field.key} onClick={() => onAdd({ ...field, key: freeKey(field.key, fields) })}>
            {field.type === 'consent' ? typeWords.consent : field.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
