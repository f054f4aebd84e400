import { VisuallyHidden } from '@mantine/core'
import { useSyncExternalStore } from 'react'

let sentence = ''
const listeners = new Set<() => void>()

/** Has screen readers say this sentence when they have finished the one before. */
export function announce(words: string): void {
  sentence = words
  for (const listener of listeners) listener()
}

/** Where announcements are spoken; there is one on every page. */
export function LiveRegion() {
  const words = useSyncExternalStore(subscribe, () => sentence)
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words}
    </VisuallyHidden>
  )
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
