import { Button, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BulkInput } from '../../model/bulk-change.ts'
import { segmentChoicesQuery } from '../lib/segment-choices.ts'
import { FormError } from '../ui/FormError.tsx'

const doings = [
  { value: 'add', label: 'Put on a list' },
  { value: 'remove', label: 'Take off a list' },
] as const

export type PutOnListProps = {
  /** Whom it is about: "3 people". */
  words: string
  onStart: (change: BulkInput['change']) => Promise<void>
  onClose: () => void
}

/** Puts many people on the list of a static segment or takes them off; it runs in the background. */
export function PutOnList({ words, onStart, onClose }: PutOnListProps) {
  const [doing, setDoing] = useState<'add' | 'remove'>('add')
  const [list, setList] = useState<string | null>(null)
  const { data = [] } = useQuery(segmentChoicesQuery)
  const start = useMutation({
    mutationFn: (segment: string) => onStart({ kind: 'list', segment, doing }),
  })
  const lists = data.filter(({ kind, members }) => kind === 'static' && members === 'people')
  return (
    <Modal opened onClose={onClose} title={`Lists for ${words}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="md">
        <SegmentedControl
          aria-label="Put on or take off"
          data={[...doings]}
          value={doing}
          onChange={(value) => setDoing(value === 'remove' ? 'remove' : 'add')}
        />
        <Select
          label="List"
          placeholder="Choose a list"
          searchable
          data-autofocus
          data={lists.map(({ value, label }) => ({ value, label }))}
          value={list}
          onChange={setList}
          nothingFoundMessage={
            lists.length === 0 ? 'Make a list first, under Segments.' : 'No list is called so.'
          }
        />
        <Text size="sm" c="dimmed">
          It runs in the background and can be taken back for 30 days.
        </Text>
        <FormError error={start.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={list === null}
            loading={start.isPending}
            onClick={() => list && start.mutate(list)}
          >
            {doing === 'add' ? 'Put on the list' : 'Take off the list'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
