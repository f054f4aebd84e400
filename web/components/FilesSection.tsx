import { ActionIcon, Anchor, Button, FileButton, Text } from '@mantine/core'
import { IconFile, IconPaperclip, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type DragEvent } from 'react'
import { MAX_FILE_BYTES, type RecordFile } from '../../model/record-file.ts'
import { filesApi, fileUrl, type FilesOf } from '../api-files.ts'
import { fileSize } from '../lib/file-size.ts'
import { counted } from '../lib/format.ts'
import { sentenceOf } from '../lib/http.ts'
import { toastError, toastSaved } from '../lib/toasts.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { Section } from '../ui/Section.tsx'
import { LinesSkeleton } from '../ui/Skeletons.tsx'
import classes from './FilesSection.module.css'

export type FilesSectionProps = { of: FilesOf; mayWrite: boolean }

/** The files of a record: dropped here or chosen, saved by a click, taken out with an undo. */
export function FilesSection({ of, mayWrite }: FilesSectionProps) {
  const files = useQuery({ queryKey: ['files', of], queryFn: () => filesApi.list(of) })
  const { add, remove, arriving } = useFiles(of)
  const [isOver, setIsOver] = useState(false)
  const over = (event: DragEvent) => {
    if (!mayWrite || !event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setIsOver(true)
  }
  const drop = (event: DragEvent) => {
    if (!mayWrite || !event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setIsOver(false)
    void add([...event.dataTransfer.files])
  }
  const isEmpty = files.data?.length === 0 && arriving === 0
  if (isEmpty && !mayWrite) return null
  return (
    <div
      className={classes.zone}
      data-over={isOver || undefined}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Section
        title="Files"
        count={files.data?.length ?? 0}
        action={
          mayWrite && (
            <FileButton multiple onChange={(chosen) => void add(chosen)}>
              {(props) => (
                <Button
                  {...props}
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<IconPaperclip size={14} aria-hidden />}
                >
                  Add files
                </Button>
              )}
            </FileButton>
          )
        }
      >
        {files.isPending && <LinesSkeleton lines={2} />}
        {files.error && (
          <Text size="sm" c="var(--kith-bad)">
            {sentenceOf(files.error)}
          </Text>
        )}
        <ul className={classes.files}>
          {files.data?.map((file) => (
            <FileRow
              key={file.id}
              of={of}
              file={file}
              onRemove={mayWrite ? () => void remove(file) : undefined}
            />
          ))}
        </ul>
        {arriving > 0 && (
          <Text size="sm" c="dimmed" role="status">
            {counted(arriving, 'file')} on the way…
          </Text>
        )}
        {isEmpty && (
          <Text size="sm" c="dimmed">
            Drop files here, up to {fileSize(MAX_FILE_BYTES)} each.
          </Text>
        )}
      </Section>
    </div>
  )
}

type FileRowProps = { of: FilesOf; file: RecordFile; onRemove: (() => void) | undefined }

function FileRow({ of, file, onRemove }: FileRowProps) {
  return (
    <li>
      <IconFile size={16} aria-hidden className={classes.icon} />
      <span className={classes.said}>
        <Anchor href={fileUrl(of, file.id)} download={file.name} size="sm" className={classes.name}>
          {file.name}
        </Anchor>
        <Text span size="xs" c="dimmed">
          {fileSize(file.size)}, {file.created_by}, <RelativeTime at={file.created_at} />
        </Text>
      </span>
      {onRemove && (
        <ActionIcon size="sm" aria-label={`Take out ${file.name}`} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      )}
    </li>
  )
}

/** Files one after the other; one that is refused holds up no other. */
function useFiles(of: FilesOf) {
  const client = useQueryClient()
  const [arriving, setArriving] = useState(0)
  const refresh = () => client.invalidateQueries({ queryKey: ['files', of] })
  const add = async (files: File[]) => {
    setArriving((before) => before + files.length)
    for (const file of files) {
      await filesApi
        .add(of, file)
        .catch((error: unknown) => toastError(error, `${file.name}: ${sentenceOf(error)}`))
      setArriving((before) => before - 1)
      await refresh()
    }
  }
  const remove = async (file: RecordFile) => {
    try {
      await filesApi.remove(of, file.id)
      toastSaved(
        `${file.name} taken out`,
        () => void filesApi.restore(of, file.id).then(refresh, toastError),
        file.id,
      )
    } catch (error) {
      toastError(error)
    }
    await refresh()
  }
  return { add, remove, arriving }
}
