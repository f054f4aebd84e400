import { Button } from '@mantine/core'
import { IconFileImport, IconKeyboard } from '@tabler/icons-react'
import { useState } from 'react'
import { segmentSentence } from '../../../model/segment-words.ts'
import type { SegmentDefinition } from '../../../model/segment.ts'
import { useReadableNames } from '../../lib/segment-choices.ts'
import classes from './builder.module.css'
import { ImportQueryDialog } from './ImportQueryDialog.tsx'
import { TypeIt } from './TypeIt.tsx'

export type SentenceProps = {
  /** Null for one that is not finished. */
  definition: SegmentDefinition | null
  onDefinition: (definition: SegmentDefinition) => void
}

/** The definition in words: read, or written, which changes the conditions. */
export function Sentence({ definition, onDefinition }: SentenceProps) {
  const [typing, setTyping] = useState(false)
  const [importing, setImporting] = useState(false)
  const nameOf = useReadableNames()
  const sentence = definition && segmentSentence(definition, nameOf)
  const tools = (
    <div className={classes.sentenceTools}>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconKeyboard size={15} aria-hidden />}
        onClick={() => setTyping(!typing)}
      >
        {typing ? 'Done typing' : 'Type it'}
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconFileImport size={15} aria-hidden />}
        onClick={() => setImporting(true)}
      >
        From a Segment audience
      </Button>
      {importing && <ImportQueryDialog onDefinition={onDefinition} onClose={() => setImporting(false)} />}
    </div>
  )
  if (typing) {
    return (
      <>
        <TypeIt start={sentence ?? ''} onDefinition={onDefinition} />
        {tools}
      </>
    )
  }
  return (
    <>
      <p className={classes.sentence} aria-label="The definition in words">
        {sentence ?? 'The definition stands here as a sentence once the conditions are finished.'}
      </p>
      {tools}
    </>
  )
}
