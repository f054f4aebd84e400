import { ActionIcon, Button, Checkbox, NativeSelect, Popover, Stack, Text } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowsSort,
  IconArrowUp,
  IconColumns,
  IconFilter,
  IconLayoutList,
  IconX,
} from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { ViewConfig } from '../../../model/saved-view.ts'
import { MOST_SORTS } from '../../../model/view.ts'
import { countConditions, emptyGroup, fromDraft, toDraft, type DraftGroup } from '../../lib/list-filter.ts'
import {
  hasTraits,
  isGroupable,
  isSortable,
  isSummed,
  usualColumns,
  usualSort,
  type ListField,
} from '../../lib/list-objects.ts'
import { TraitColumn } from './TraitColumn.tsx'
import { FilterBuilder } from './FilterBuilder.tsx'
import classes from './lists.module.css'

export type ListToolsProps = {
  object: string
  fields: ListField[]
  config: ViewConfig
  onChange: (change: ViewConfig) => void
  /** Where there are no rows that could be ordered and no columns, as on a board. */
  only?: 'filter' | undefined
}

/** What shapes a list: filter, order, columns, groups and sums. */
export function ListTools({ only, ...props }: ListToolsProps) {
  if (only) return <FilterTool {...props} />
  return (
    <>
      <FilterTool {...props} />
      <SortTool {...props} />
      <GroupTool {...props} />
      <ColumnTool {...props} />
    </>
  )
}

type ToolProps = { label: string; icon: ReactNode; isOn: boolean; width?: number; children: ReactNode }

function Tool({ label, icon, isOn, width = 300, children }: ToolProps) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="md"
      width={width}
      trapFocus
      keepMounted={false}
      closeOnClickOutside
    >
      <Popover.Target>
        <Button
          variant={isOn ? 'light' : 'default'}
          className={classes.tool}
          px="0.5625rem"
          title={label}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {icon}
          <span className={classes.toolWord}>{label}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>{children}</Popover.Dropdown>
    </Popover>
  )
}

function FilterTool({ fields, config, onChange }: ListToolsProps) {
  const count = countConditions(config.filter)
  return (
    <Tool
      label={count === 0 ? 'Filter' : `Filter · ${count}`}
      icon={<IconFilter size={15} aria-hidden />}
      isOn={count > 0}
      width={560}
    >
      <FilterDraft fields={fields} config={config} onChange={onChange} />
    </Tool>
  )
}

/** What is not complete yet lives here; the list follows what is. */
function FilterDraft({ fields, config, onChange }: Omit<ListToolsProps, 'object' | 'only'>) {
  const [draft, setDraft] = useState<DraftGroup>(() =>
    config.filter ? toDraft(config.filter) : emptyGroup(),
  )
  const change = (next: DraftGroup) => {
    setDraft(next)
    const filter = fromDraft(next)
    if (JSON.stringify(filter) !== JSON.stringify(fromDraft(draft))) onChange({ filter })
  }
  return (
    <FilterBuilder group={draft} onChange={change} fields={fields.filter(({ only }) => only !== 'shown')} />
  )
}

function SortTool({ object, fields, config, onChange }: ListToolsProps) {
  const sorts = (config.sort ?? usualSort(object)).split(',')
  const sortable = fields.filter((field) => isSortable(object, field))
  const data = sortable.map(({ key, label }) => ({ value: key, label }))
  const set = (next: string[]) => onChange({ sort: next.length > 0 ? next.join(',') : undefined })
  const free = sortable.find(({ key }) => !sorts.some((sort) => keyOf(sort) === key))
  return (
    <Tool
      label="Sort"
      icon={<IconArrowsSort size={15} aria-hidden />}
      isOn={config.sort !== undefined}
      width={340}
    >
      <Stack gap={6}>
        {sorts.map((sort, place) => (
          <div key={`${place} ${keyOf(sort)}`} className={classes.line}>
            <span className={classes.word}>{place === 0 ? 'By' : 'then'}</span>
            <NativeSelect
              aria-label={`Field ${place + 1} of the order`}
              size="xs"
              data={data}
              value={keyOf(sort)}
              onChange={(event) => set(sorts.with(place, prefixOf(sort) + event.currentTarget.value))}
              className={classes.field}
            />
            <NativeSelect
              aria-label={`Direction ${place + 1} of the order`}
              size="xs"
              data={directions}
              value={prefixOf(sort)}
              onChange={(event) => set(sorts.with(place, event.currentTarget.value + keyOf(sort)))}
            />
            {sorts.length > 1 && (
              <ActionIcon
                size="sm"
                aria-label={`Remove order ${place + 1}`}
                onClick={() => set(sorts.toSpliced(place, 1))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
        ))}
        {free && sorts.length < MOST_SORTS && (
          <Button size="compact-sm" variant="subtle" onClick={() => set([...sorts, free.key])}>
            Then by another field
          </Button>
        )}
      </Stack>
    </Tool>
  )
}

const directions = [
  { value: '', label: 'upwards' },
  { value: '-', label: 'downwards' },
]
const keyOf = (sort: string) => sort.replace(/^-/, '')
const prefixOf = (sort: string) => (sort.startsWith('-') ? '-' : '')

function GroupTool({ object, fields, config, onChange }: ListToolsProps) {
  const groups = fields.filter((field) => isGroupable(object, field))
  const numbers = fields.filter(isSummed)
  const totals = config.totals ?? []
  const group = fields.find(({ key }) => key === config.group)
  const toggle = (key: string, on: boolean) => {
    const next = on ? [...totals, key] : totals.filter((one) => one !== key)
    onChange({ totals: next.length > 0 ? next : undefined })
  }
  return (
    <Tool
      label={group ? `Group · ${group.label}` : 'Group'}
      icon={<IconLayoutList size={15} aria-hidden />}
      isOn={group !== undefined || totals.length > 0}
    >
      <Stack gap="sm">
        <NativeSelect
          label="Group by"
          size="xs"
          data={[{ value: '', label: 'Nothing' }, ...groups.map(({ key, label }) => ({ value: key, label }))]}
          value={config.group ?? ''}
          onChange={(event) => onChange({ group: event.currentTarget.value || undefined })}
        />
        {numbers.length > 0 && (
          <Checkbox.Group label="Add up" value={totals}>
            <Stack gap={6} mt={4}>
              {numbers.map(({ key, label }) => (
                <Checkbox
                  key={key}
                  size="xs"
                  value={key}
                  label={label}
                  disabled={totals.length >= MOST_TOTALS && !totals.includes(key)}
                  onChange={(event) => toggle(key, event.currentTarget.checked)}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
      </Stack>
    </Tool>
  )
}

const MOST_TOTALS = 5

function ColumnTool({ object, fields, config, onChange }: ListToolsProps) {
  const columns = config.columns ?? usualColumns(object, fields)
  const shown = fields.filter(({ only }) => only !== 'filtered')
  const others = shown.filter(({ key }) => !columns.some((one) => one.key === key))
  const move = (place: number, by: 1 | -1) => {
    const [one] = columns.slice(place, place + 1)
    if (one) onChange({ columns: columns.toSpliced(place, 1).toSpliced(place + by, 0, one) })
  }
  const labelOf = (key: string) => fields.find((one) => one.key === key)?.label ?? key
  return (
    <Tool label="Columns" icon={<IconColumns size={15} aria-hidden />} isOn={config.columns !== undefined}>
      <Text size="xs" c="dimmed" mb={6}>
        Drag the edge of a column’s head to make it wider.
      </Text>
      <ul className={classes.columns}>
        {columns.map(({ key }, place) => (
          <li key={key} className={classes.line}>
            <Checkbox
              size="xs"
              checked
              label={labelOf(key)}
              disabled={columns.length === 1}
              onChange={() => onChange({ columns: columns.toSpliced(place, 1) })}
            />
            <ActionIcon
              size="sm"
              ml="auto"
              aria-label={`Move ${labelOf(key)} to the left`}
              disabled={place === 0}
              onClick={() => move(place, -1)}
            >
              <IconArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              aria-label={`Move ${labelOf(key)} to the right`}
              disabled={place === columns.length - 1}
              onClick={() => move(place, 1)}
            >
              <IconArrowDown size={14} />
            </ActionIcon>
          </li>
        ))}
        {others.map(({ key, label }) => (
          <li key={key} className={classes.line}>
            <Checkbox
              size="xs"
              checked={false}
              label={label}
              onChange={() => onChange({ columns: [...columns, { key }] })}
            />
          </li>
        ))}
      </ul>
      {hasTraits(object) && (
        <TraitColumn
          object={object}
          onAdd={(key) => {
            if (!columns.some((one) => one.key === key)) onChange({ columns: [...columns, { key }] })
          }}
        />
      )}
    </Tool>
  )
}
