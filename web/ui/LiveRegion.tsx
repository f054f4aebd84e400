import { VisuallyHidden } from '@mantine/core'
import { createStore, useStore } from '../lib/store.ts'

const sentence = createStore('')

/** Has screen readers say this sentence when they have finished the one before. */
export const announce = (words: string): void => sentence.write(words)

/** Where announcements are spoken; there is one on every page. */
export function LiveRegion() {
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {useStore(sentence)}
    </VisuallyHidden>
  )
}
