import { Autocomplete, Button, FileInput, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListOutcome } from '../../../model/segment-list.ts'
import type { Segment, SegmentMembers } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { counted, number } from '../../lib/format.ts'
import { countedMembers } from '../../lib/segment-members.ts'
import { fieldErrors } from '../../lib/http.ts'
import { FormError } from '../../ui/FormError.tsx'
import { columnsOf } from './file-columns.ts'

const typesOf = {
  people: ['email', 'user_id', 'anonymous_id', 'phone'],
  companies: ['domain', 'group_id'],
}

/** Asks for a file of identifiers, and tells for how many rows nobody was found. */
export function ListFileDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const [columns, setColumns] = useState<string[]>([])
  const [column, setColumn] = useState<string | null>(null)
  const types = typesOf[segment.members]
  const [type, setType] = useState(types[0] ?? '')
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: (chosen: File) =>
      api.segments.addFile(segment.id, { type: type.trim(), column: column ?? undefined }, chosen),
    onSuccess: () => client.invalidateQueries({ queryKey: ['segments'] }),
  })
  const choose = async (chosen: File | null) => {
    setFile(chosen)
    send.reset()
    const found = chosen ? await columnsOf(chosen) : []
    setColumns(found)
    setColumn(found.find((name) => looksLike(name, type)) ?? null)
  }
  const refused = fieldErrors(send.error)
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Put ${segment.members} on the list`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <FileInput
          label="File"
          description="CSV with an identifier in each row, up to 100 MB"
          placeholder="Choose a file"
          accept=".csv,.tsv,.txt,text/csv"
          clearable
          styles={{ placeholder: { color: 'var(--mantine-color-dimmed)' } }}
          value={file}
          onChange={(chosen) => void choose(chosen)}
        />
        <Autocomplete
          label="Type of the identifiers"
          data={types}
          value={type}
          onChange={setType}
          error={refused.type}
        />
        <Select
          label="Column"
          placeholder="The first one"
          clearable
          data={columns}
          value={column}
          onChange={setColumn}
          error={refused.column}
        />
        <FormError error={Object.keys(refused).length > 0 ? null : send.error} />
        {send.data && <Outcome outcome={send.data} members={segment.members} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {send.data ? 'Close' : 'Cancel'}
          </Button>
          {!send.data && (
            <Button
              loading={send.isPending}
              disabled={file === null || type.trim() === ''}
              onClick={() => file && send.mutate(file)}
            >
              Put on the list
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

function Outcome({ outcome, members }: { outcome: ListOutcome; members: SegmentMembers }) {
  const { changed, unchanged, not_found, not_found_examples } = outcome
  return (
    <div role="status">
      <Text>
        <b>{countedMembers(changed, members)}</b> put on the list
        {unchanged > 0 && `, ${number(unchanged)} were on it already`}.
      </Text>
      {not_found > 0 && (
        <Text size="sm" c="dimmed">
          For {counted(not_found, 'row')} {members === 'people' ? 'nobody' : 'no company'} was found, such as{' '}
          {not_found_examples.slice(0, 5).join(', ')}.
        </Text>
      )}
    </div>
  )
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
const looksLike = (name: string, type: string) => plain(name).includes(plain(type))
