import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { translateQuery } from '../../../model/segment-query/translate-query.ts'
import { segmentSentence } from '../../../model/segment-words.ts'
import type { SegmentDefinition } from '../../../model/segment.ts'
import { counted } from '../../lib/format.ts'
import { Note } from './TextNote.tsx'
import { useVocabulary } from './use-vocabulary.ts'

export type ImportQueryDialogProps = {
  onDefinition: (definition: SegmentDefinition) => void
  onClose: () => void
}

/** Makes conditions of a definition in Segment's query language, and tells what has none here. */
export function ImportQueryDialog({ onDefinition, onClose }: ImportQueryDialogProps) {
  const [query, setQuery] = useState('')
  const { segments } = useVocabulary()
  const isEmpty = query.trim() === ''
  const { definition, problem, leftOut, notes } = translateQuery(query, segments)
  const nameOf = (id: string) => segments.find((one) => one.id === id)?.name
  const use = () => {
    if (!definition) return
    onDefinition(definition)
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title="From a Segment audience"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Textarea
          label="Definition in Segment's query language"
          description="As Segment's Public API gives it for an audience, in definition.query."
          placeholder="event('Order Completed').within(30 days).count() >= 2 AND trait('country') = 'DE'"
          autosize
          minRows={4}
          maxRows={14}
          spellCheck={false}
          data-autofocus
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        {!isEmpty && (
          <div role="status">
            {problem && <Note note={problem} text={query} tone="bad" />}
            {leftOut.length > 0 && (
              <Alert color="red" variant="light" c="inherit" py="xs" title={leftOutWords(leftOut.length)}>
                {leftOut.map((note) => (
                  <Note key={`${note.from} ${note.message}`} note={note} text={query} tone="bad" />
                ))}
              </Alert>
            )}
            {notes.map((note) => (
              <Note key={`${note.from} ${note.message}`} note={note} text={query} tone="soon" />
            ))}
            {definition && (
              <Text size="sm" mt="xs">
                {segmentSentence(definition, nameOf)}
              </Text>
            )}
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={use} disabled={!definition}>
            Use it
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function leftOutWords(count: number): string {
  return `${counted(count, 'part has', 'parts have')} no condition here and ${count === 1 ? 'is' : 'are'} left out`
}
