import { ActionIcon, Anchor, Button, FileButton, Text } from '@mantine/core'
import { IconPaperclip, IconReplace, IconX } from '@tabler/icons-react'
import { useState, type DragEvent } from 'react'
import { fieldFileUrl } from '../../api-files.ts'
import { FieldHistory } from './FieldHistory.tsx'
import type { FieldRowProps } from './FieldRow.tsx'
import classes from './fields.module.css'
import { useFileField } from './use-file-field.ts'

/** A field that has a file: dropped onto it or chosen, saved by a click, replaced and taken out with an undo. */
export function FileFieldRow({ path, field, value, labels, mayWrite }: FieldRowProps) {
  const id = typeof value === 'string' ? value : null
  const name = (id !== null && labels[id]) || 'A file'
  const { put, remove, isSaving } = useFileField(path, field, id)
  const [isOver, setIsOver] = useState(false)
  const carries = (event: DragEvent) => mayWrite && event.dataTransfer.types.includes('Files')
  const over = (event: DragEvent) => {
    if (!carries(event)) return
    event.preventDefault()
    setIsOver(true)
  }
  const drop = (event: DragEvent) => {
    if (!carries(event)) return
    event.preventDefault()
    // A record takes dropped files of its own, which this one is not.
    event.stopPropagation()
    setIsOver(false)
    const [file] = event.dataTransfer.files
    if (file) put(file)
  }
  return (
    <li>
      <div
        className={classes.line}
        data-over={isOver || undefined}
        onDragOver={over}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <span className={classes.name} title={field.help}>
          {field.label}
        </span>
        <div className={classes.value}>
          {isSaving && (
            <Text size="sm" c="dimmed" role="status">
              On the way…
            </Text>
          )}
          {!isSaving && id !== null && (
            <Anchor href={fieldFileUrl(path, id)} download={name} fz="inherit" className={classes.shown}>
              {name}
            </Anchor>
          )}
          {!isSaving && id === null && (mayWrite ? <Chooser label={field.label} onChoose={put} /> : '–')}
          <span className={classes.tools}>
            {mayWrite && id !== null && (
              <>
                <FileButton onChange={(file) => file && put(file)}>
                  {(props) => (
                    <ActionIcon {...props} size="sm" aria-label={`Replace ${field.label}`}>
                      <IconReplace size={14} />
                    </ActionIcon>
                  )}
                </FileButton>
                <ActionIcon size="sm" aria-label={`Take out ${field.label}`} onClick={remove}>
                  <IconX size={14} />
                </ActionIcon>
              </>
            )}
            <FieldHistory path={path} field={field} labels={labels} />
          </span>
        </div>
      </div>
    </li>
  )
}

function Chooser({ label, onChoose }: { label: string; onChoose: (file: File) => void }) {
  return (
    <span className={classes.shown}>
      <FileButton onChange={(file) => file && onChoose(file)}>
        {(props) => (
          <Button
            {...props}
            aria-label={`Choose or drop a file for ${label}`}
            variant="subtle"
            size="compact-xs"
            ml="-0.375rem"
            leftSection={<IconPaperclip size={13} aria-hidden />}
          >
            Choose or drop a file
          </Button>
        )}
      </FileButton>
    </span>
  )
}
