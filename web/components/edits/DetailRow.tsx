import { ActionIcon, Anchor, Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState, type KeyboardEvent } from 'react'
import { links } from '../../lib/links.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from '../fields/fields.module.css'
import type { Detail } from './details.ts'
import type { TraitProblem } from './use-trait-edit.ts'

export type DetailRowProps = {
  detail: Detail
  value: string
  problem: TraitProblem | null
  /** Missing for readers who may not change it. */
  onSave: ((value: string) => void) | undefined
  onType: () => void
}

/** One of the usual traits with its value, which becomes an editor where it stands: Enter or leaving it saves, Esc takes it back. */
export function DetailRow({ detail, value, problem, onSave, onType }: DetailRowProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const { label } = detail
  const save = (text: string) => {
    onSave?.(text.trim())
    setTyped(null)
  }
  return (
    <li className={classes.line}>
      <span className={classes.name}>{label}</span>
      <div>
        <div className={classes.value}>
          {typed === null ? (
            <Shown detail={detail} value={value} onEdit={onSave && (() => setTyped(value))} />
          ) : (
            <Editor
              detail={detail}
              value={typed}
              onChange={(text) => {
                setTyped(text)
                onType()
              }}
              onSave={save}
              onCancel={() => setTyped(null)}
            />
          )}
        </div>
        {problem && (
          <Text role="alert" size="xs" c="var(--kith-bad)" pb={4}>
            {problem.sentence}{' '}
            {problem.other && (
              <TextLink {...links.person(problem.other.id)} underline="always">
                Open {problem.other.name}
              </TextLink>
            )}
          </Text>
        )}
      </div>
    </li>
  )
}

type ShownProps = Pick<DetailRowProps, 'detail' | 'value'> & { onEdit: (() => void) | undefined }

/** An address can be written to and a number called: their editor is opened by the pencil beside them. */
function Shown({ detail: { label, href }, value, onEdit }: ShownProps) {
  const isEmpty = value === ''
  if (onEdit && (isEmpty || !href))
    return (
      <UnstyledButton
        className={`${classes.shown} ${classes.editable}`}
        data-empty={isEmpty || undefined}
        fz="inherit"
        title={`Change ${label}`}
        onClick={onEdit}
      >
        <VisuallyHidden>{label}: </VisuallyHidden>
        {isEmpty ? '–' : value}
      </UnstyledButton>
    )
  return (
    <>
      <span className={classes.shown} data-empty={isEmpty || undefined}>
        {href && !isEmpty ? (
          <Anchor href={href(value)} fz="inherit" rel="noreferrer">
            {value}
          </Anchor>
        ) : (
          value || '–'
        )}
      </span>
      {onEdit && (
        <span className={classes.tools}>
          <ActionIcon size="sm" aria-label={`Change ${label}`} onClick={onEdit}>
            <IconPencil size={14} />
          </ActionIcon>
        </span>
      )}
    </>
  )
}

type EditorProps = {
  detail: Detail
  value: string
  onChange: (text: string) => void
  onSave: (text: string) => void
  onCancel: () => void
}

function Editor({ detail: { label, type }, value, onChange, onSave, onCancel }: EditorProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onSave(value)
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onCancel()
  }
  return (
    <TextInput
      className={classes.editor}
      size="xs"
      type={type}
      aria-label={label}
      autoFocus
      maxLength={300}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => onSave(value)}
      onKeyDown={onKeyDown}
    />
  )
}
