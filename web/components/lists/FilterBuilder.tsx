import { ActionIcon, Button, NativeSelect, Select } from '@mantine/core'
import { IconParentheses, IconPlus, IconX } from '@tabler/icons-react'
import type { Operator } from '../../../model/filter.ts'
import { needsValue } from '../../../model/segment-comparison.ts'
import type { RecordFilter } from '../../../model/view.ts'
import { emptyGroup, operatorsOf, type DraftCondition, type DraftGroup } from '../../lib/list-filter.ts'
import type { ListField } from '../../lib/list-objects.ts'
import { ConditionValue } from './ConditionValue.tsx'
import classes from './lists.module.css'

const DEEPEST = 3

export type FilterBuilderProps = {
  group: DraftGroup
  onChange: (group: DraftGroup) => void
  fields: ListField[]
  depth?: number
  onRemove?: () => void
}

const matches: { value: RecordFilter['match']; label: string }[] = [
  { value: 'all', label: 'all of' },
  { value: 'any', label: 'any of' },
  { value: 'none', label: 'none of' },
]

/** Conditions of which all, any or none must hold; a condition may be such a group again. */
export function FilterBuilder({ group, onChange, fields, depth = 0, onRemove }: FilterBuilderProps) {
  const replace = (place: number, one: DraftCondition | DraftGroup) =>
    onChange({ ...group, conditions: group.conditions.with(place, one) })
  const remove = (place: number) => onChange({ ...group, conditions: group.conditions.toSpliced(place, 1) })
  const add = (one: DraftCondition | DraftGroup) =>
    onChange({ ...group, conditions: [...group.conditions, one] })
  return (
    <div
      role="group"
      aria-label={depth === 0 ? 'Filter' : 'Nested group'}
      className={classes.group}
      data-nested={depth > 0 || undefined}
    >
      <div className={classes.line}>
        <span className={classes.word}>{depth === 0 ? 'Show what meets' : 'What meets'}</span>
        <NativeSelect
          aria-label="All, any or none"
          size="xs"
          data={matches}
          value={group.match}
          onChange={(event) =>
            onChange({ ...group, match: event.currentTarget.value as RecordFilter['match'] })
          }
        />
        {onRemove && (
          <ActionIcon size="sm" aria-label="Remove the group" onClick={onRemove} ml="auto">
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {group.conditions.map((one, place) =>
        'conditions' in one ? (
          <FilterBuilder
            key={one.key}
            group={one}
            onChange={(changed) => replace(place, changed)}
            fields={fields}
            depth={depth + 1}
            onRemove={() => remove(place)}
          />
        ) : (
          <Condition
            key={one.key}
            condition={one}
            fields={fields}
            onChange={(changed) => replace(place, changed)}
            onRemove={() => remove(place)}
          />
        ),
      )}
      <div className={classes.line}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add(blankCondition(fields))}
        >
          Condition
        </Button>
        {depth + 1 < DEEPEST && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconParentheses size={14} aria-hidden />}
            onClick={() => add({ ...emptyGroup(), match: 'any', conditions: [blankCondition(fields)] })}
          >
            Group
          </Button>
        )}
      </div>
    </div>
  )
}

type ConditionProps = {
  condition: DraftCondition
  fields: ListField[]
  onChange: (condition: DraftCondition) => void
  onRemove: () => void
}

function Condition({ condition, fields, onChange, onRemove }: ConditionProps) {
  const field = fields.find(({ key }) => key === condition.field)
  const known = field ? operatorsOf(field) : [{ value: condition.operator, label: condition.operator }]
  const choose = (key: string | null) => {
    const next = fields.find((one) => one.key === key)
    if (next) onChange({ ...condition, field: next.key, operator: firstOperator(next), value: undefined })
  }
  return (
    <div className={classes.line}>
      <Select
        aria-label="Field"
        size="xs"
        searchable
        allowDeselect={false}
        data={fields.map(({ key, label }) => ({ value: key, label }))}
        value={condition.field}
        onChange={choose}
        comboboxProps={{ withinPortal: false }}
        nothingFoundMessage="No field is called so."
        className={classes.field}
      />
      <NativeSelect
        aria-label="Comparison"
        size="xs"
        data={known}
        value={condition.operator}
        onChange={(event) => onChange({ ...condition, operator: event.currentTarget.value as Operator })}
      />
      {field && needsValue(condition.operator) && (
        <ConditionValue
          field={field}
          operator={condition.operator}
          value={condition.value}
          onChange={(value) => onChange({ ...condition, value })}
        />
      )}
      <ActionIcon size="sm" aria-label="Remove the condition" onClick={onRemove} ml="auto">
        <IconX size={14} />
      </ActionIcon>
    </div>
  )
}

function blankCondition(fields: ListField[]): DraftCondition {
  const [field] = fields
  return {
    key: crypto.randomUUID(),
    field: field?.key ?? 'name',
    operator: field ? firstOperator(field) : 'is',
    value: undefined,
  }
}

function firstOperator(field: ListField): Operator {
  return operatorsOf(field)[0]?.value ?? 'is'
}
