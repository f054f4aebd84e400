import { Button, Group, Modal, Stack, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { Segment } from '../../../model/segment.ts'
import { segmentFileUrl } from '../../api.ts'
import { countedMembers } from '../../lib/segment-members.ts'
import { useSuggestions } from '../../lib/suggestions.ts'

/** Asks which traits go along, and gives the file. */
export function ExportDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const [traits, setTraits] = useState<string[]>([])
  const { traits: ofPeople, company_traits } = useSuggestions()
  const known = segment.members === 'companies' ? company_traits : ofPeople
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Export ${segment.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Text size="sm">
          {countedMembers(segment.size, segment.members)} with{' '}
          {segment.members === 'companies' ? 'name, domain, group id' : 'name, e-mail, user id'} and the time
          of entry; those whom your role lets you export.
        </Text>
        <TagsInput
          label="Traits that go along"
          placeholder={traits.length === 0 ? 'plan, country, …' : ''}
          data={known}
          value={traits}
          onChange={setTraits}
          maxTags={50}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button component="a" href={segmentFileUrl(segment.id, traits)} download onClick={onClose}>
            Download CSV
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
