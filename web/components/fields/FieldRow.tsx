import { ActionIcon, Button, Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react'
import type { Field } from '../../../model/field.ts'
import { fieldText } from '../../lib/fields.ts'
import { chosenAtOnce, FieldEditor } from './FieldEditor.tsx'
import { FieldHistory } from './FieldHistory.tsx'
import { FieldValue } from './FieldValue.tsx'
import classes from './fields.module.css'
import { useFieldEdit } from './use-field-edit.ts'

export type FieldRowProps = {
  /** The address of the record: `deals/…`. */
  path: string
  field: Field
  value: unknown
  labels: Record<string, string>
  mayWrite: boolean
}

/** How a value comes about that nobody enters. */
function howComputed({ computed }: Field): string | undefined {
  if (computed?.kind === 'formula') return `Worked out: ${computed.expression}`
  return computed ? 'Worked out from other records' : undefined
}

/** A field and its value, which becomes an editor where it stands: Enter or leaving it saves, Esc takes it back. */
export function FieldRow({ path, field, value, labels, mayWrite }: FieldRowProps) {
  const [editing, setEditing] = useState(false)
  const edit = useFieldEdit(path, field, value)
  const shown = edit.isSaving ? edit.saved : value
  return (
    <li className={classes.line}>
      <span className={classes.name} title={field.help || howComputed(field)}>
        {field.label}
      </span>
      <div>
        <div className={classes.value}>
          {editing ? (
            <InPlace field={field} value={value} edit={edit} onDone={() => setEditing(false)} />
          ) : (
            <Shown
              field={field}
              value={shown}
              labels={labels}
              onEdit={mayWrite ? () => setEditing(true) : undefined}
            />
          )}
          {!editing && (
            <span className={classes.tools}>
              {mayWrite && isLinked(field) && (
                <ActionIcon size="sm" aria-label={`Change ${field.label}`} onClick={() => setEditing(true)}>
                  <IconPencil size={14} />
                </ActionIcon>
              )}
              {!field.computed && <FieldHistory path={path} field={field} labels={labels} />}
            </span>
          )}
        </div>
        {edit.conflict && (
          <div role="alert" className={classes.conflict}>
            <Text size="xs" mb={4}>
              Somebody else changed it to “{fieldText(field, edit.conflict.theirs, labels) || 'nothing'}” in
              the meantime. Yours is “{fieldText(field, edit.conflict.mine, labels) || 'nothing'}”.
            </Text>
            <Group gap={6}>
              <Button size="compact-xs" variant="default" onClick={() => edit.settle('mine')}>
                Keep mine
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => edit.settle('theirs')}>
                Keep theirs
              </Button>
            </Group>
          </div>
        )}
      </div>
    </li>
  )
}

type ShownProps = {
  field: Field
  value: unknown
  labels: Record<string, string>
  onEdit: (() => void) | undefined
}

/** A link has to stay a link: its editor is opened by the pencil beside it. */
const isLinked = ({ type }: Field) => ['url', 'email', 'phone', 'relation'].includes(type)

function Shown({ field, value, labels, onEdit }: ShownProps) {
  const isEmpty = value === null || value === undefined
  const content = isEmpty ? '–' : <FieldValue field={field} value={value} labels={labels} />
  if (!onEdit || (isLinked(field) && !isEmpty)) {
    return (
      <span className={classes.shown} data-empty={isEmpty || undefined}>
        {content}
      </span>
    )
  }
  return (
    <UnstyledButton
      className={`${classes.shown} ${classes.editable}`}
      data-empty={isEmpty || undefined}
      fz="inherit"
      title={`Change ${field.label}`}
      onClick={onEdit}
    >
      <VisuallyHidden>{field.label}: </VisuallyHidden>
      {content}
    </UnstyledButton>
  )
}

type InPlaceProps = {
  field: Field
  value: unknown
  edit: ReturnType<typeof useFieldEdit>
  onDone: () => void
}

function InPlace({ field, value, edit, onDone }: InPlaceProps) {
  const [typed, setTyped] = useState<unknown>(value ?? null)
  const box = useRef<HTMLDivElement>(null)
  const cancel = () => {
    edit.setProblem(null)
    onDone()
  }
  const save = (next: unknown) => edit.save(next) && onDone()
  const change = (next: unknown) => {
    setTyped(next)
    edit.setProblem(null)
    if (chosenAtOnce.includes(field.type)) save(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.stopPropagation()
      cancel()
    }
    const isLine = field.type !== 'long_text' || event.ctrlKey || event.metaKey
    if (event.key === 'Enter' && isLine && !isOpenList(event.target) && !chosenAtOnce.includes(field.type)) {
      event.preventDefault()
      save(typed)
    }
  }
  const onBlur = (event: FocusEvent) => {
    if (box.current?.contains(event.relatedTarget) || isInList(event.relatedTarget)) return
    if (chosenAtOnce.includes(field.type)) cancel()
    else save(typed)
  }
  return (
    <div ref={box} role="presentation" className={classes.editor} onKeyDown={onKeyDown} onBlur={onBlur}>
      <FieldEditor field={field} value={typed} onChange={change} error={edit.problem} bare autoFocus />
    </div>
  )
}

/** Enter in an open list chooses from it. */
const isOpenList = (target: EventTarget) =>
  target instanceof Element && target.getAttribute('aria-expanded') === 'true'

/** Lists of choices hang elsewhere in the document. */
const isInList = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[role="listbox"], .mantine-Popover-dropdown') !== null
