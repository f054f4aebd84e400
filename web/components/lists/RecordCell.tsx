import { ActionIcon, MantineThemeProvider, Popover, Text } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import type { RecordRow } from '../../../model/view.ts'
import { isEmpty, readFieldValue, textOf } from '../../../model/field-value.ts'
import { pathOf, valueIn, type ListField } from '../../lib/list-objects.ts'
import { useStageOf } from '../../lib/pipelines.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Money } from '../../ui/Money.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { links } from '../../lib/links.ts'
import { chosenAtOnce } from '../fields/FieldEditor.tsx'
import { FieldValue } from '../fields/FieldValue.tsx'
import { PersonLink } from '../PersonLink.tsx'
import { StageChip } from '../StageChip.tsx'
import { personOf, recordLabel } from './record-label.ts'
import { ValueEditor } from './ValueEditor.tsx'
import classes from './lists.module.css'

export type RecordCellProps = {
  object: string
  row: RecordRow
  field: ListField
  /** Left out for who may not change it. */
  onSave?: ((value: unknown) => void) | undefined
}

/** A value in a list, and the pencil that opens its editor over it. */
export function RecordCell({ object, row, field, onSave }: RecordCellProps) {
  const [opened, setOpened] = useState(false)
  const shown = <Shown object={object} row={row} field={field} />
  if (!onSave) return shown
  const label = `Change ${field.label} of ${recordLabel(object, row)}`
  return (
    <span className={classes.cell}>
      <span className={classes.shown}>{shown}</span>
      <Popover
        opened={opened}
        onChange={setOpened}
        trapFocus
        returnFocus
        shadow="md"
        width={280}
        position="bottom-start"
        keepMounted={false}
      >
        <Popover.Target>
          <ActionIcon
            size="sm"
            className={classes.pencil}
            aria-label={label}
            onClick={() => setOpened(!opened)}
          >
            <IconPencil size={14} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          {/* A list that opens elsewhere in the document counts as outside of the popover and would close it. */}
          <MantineThemeProvider theme={inPlace} inherit>
            <Editor row={row} field={field} onSave={onSave} onDone={() => setOpened(false)} />
          </MantineThemeProvider>
        </Popover.Dropdown>
      </Popover>
    </span>
  )
}

const inPlace = { components: { Combobox: { defaultProps: { withinPortal: false } } } }

type EditorProps = { row: RecordRow; field: ListField; onSave: (value: unknown) => void; onDone: () => void }

function Editor({ row, field, onSave, onDone }: EditorProps) {
  const before = valueIn(row, field) ?? null
  const [typed, setTyped] = useState<unknown>(before)
  const [problem, setProblem] = useState<string | null>(null)
  const save = (value: unknown) => {
    const read = readFieldValue(field, value)
    const isNeeded = field.required || field.key === 'name' || field.key === 'stage_id'
    if (!read.ok) return setProblem(`${field.label} ${read.problem}.`)
    if (isNeeded && isEmpty(read.value)) return setProblem(`${field.label} is required.`)
    if (JSON.stringify(read.value) !== JSON.stringify(before)) onSave(read.value)
    onDone()
  }
  const change = (value: unknown) => {
    setTyped(value)
    setProblem(null)
    if (chosenAtOnce.includes(field.type)) save(value)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(typed)
  }
  return (
    <form onSubmit={submit}>
      <ValueEditor field={field} row={row} value={typed} onChange={change} error={problem} autoFocus />
      {!chosenAtOnce.includes(field.type) && (
        <Text size="xs" c="dimmed" mt={6}>
          Enter saves, Esc takes it back.
        </Text>
      )}
      <button type="submit" hidden />
    </form>
  )
}

const moneyKeys = new Set(['amount', 'price'])

function Shown({ object, row, field }: Omit<RecordCellProps, 'onSave'>) {
  const stageOf = useStageOf()
  const value = valueIn(row, field)
  if (field.key === 'name') return <Name object={object} row={row} />
  if (value === null || value === undefined) return '–'
  if (field.key === 'stage_id') return <StageChip stage={stageOf(textOf(value))} />
  if (moneyKeys.has(field.key) && field.id === undefined && typeof value === 'number')
    return <Money amount={value} currency={textOf(row.standard.currency ?? '')} />
  if (field.type === 'datetime') return <RelativeTime at={textOf(value)} />
  if (field.settings.target === 'pipeline') return row.labels[textOf(value)] ?? '–'
  return <FieldValue field={field} value={value} labels={row.labels} path={`${pathOf(object)}/${row.id}`} />
}

function Name({ object, row }: { object: string; row: RecordRow }) {
  if (object === 'person') return <PersonLink person={personOf(row)} />
  const label = recordLabel(object, row)
  if (object !== 'company') {
    return (
      <Text span inherit fw={500}>
        {label}
      </Text>
    )
  }
  return (
    <span className={classes.name}>
      <Avatar label={label} seed={row.id} shape="square" />
      <TextLink {...links.company(row.id)} c="inherit" fz="inherit" fw={500} truncate="end">
        {label}
      </TextLink>
    </span>
  )
}
