import { Button, Loader, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type DragEvent } from 'react'
import { api } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { FormError } from '../../ui/FormError.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { ImportSteps } from './ImportSteps.tsx'
import classes from './import.module.css'

const ACCEPTED = '.csv,.tsv,.txt,.xlsx,.vcf,.vcard,text/csv,text/vcard'

/** The first step: choose one file, or several that belong together. */
export function NewImportPage() {
  const navigate = useNavigate()
  const upload = useMutation({
    mutationFn: uploadAll,
    onSuccess: ({ id }) => navigate({ ...links.import(id), replace: true }),
  })
  return (
    <Page
      title="Import"
      parent={<TextLink {...links.imports()}>Imports</TextLink>}
      description="Nothing is written before you have seen what would happen, and the whole import can be undone."
    >
      <ImportSteps active={0} />
      <FileDrop busy={upload.isPending} onFiles={(files) => upload.mutate(files)} />
      <FormError error={upload.error} />
    </Page>
  )
}

async function uploadAll(files: File[]) {
  const [first, ...others] = files
  if (!first) throw new Error('No file was chosen.')
  const made = await api.imports.create(first)
  for (const file of others) await api.imports.addFile(made.id, file)
  return made
}

function FileDrop({ busy, onFiles }: { busy: boolean; onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!busy && event.dataTransfer.files.length > 0) onFiles([...event.dataTransfer.files])
  }
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {busy ? (
        <Loader size="md" aria-label="Uploading" />
      ) : (
        <IconFileImport size={32} stroke={1.4} aria-hidden />
      )}
      <Text fw={500}>{busy ? 'Uploading …' : 'Drop files here'}</Text>
      <Text size="sm" c="dimmed" maw="34rem">
        CSV, TSV, Excel (.xlsx) or vCard, up to 200 MB. Drop the files of companies, contacts and deals
        together: they find each other by name or id.
      </Text>
      <input
        ref={input}
        className={classes.input}
        type="file"
        multiple
        accept={ACCEPTED}
        tabIndex={-1}
        aria-label="Files to import"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          if (files.length > 0) onFiles(files)
        }}
      />
      <Button onClick={() => input.current?.click()} disabled={busy}>
        Choose files
      </Button>
    </div>
  )
}
