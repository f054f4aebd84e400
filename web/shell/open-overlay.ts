import { useSyncExternalStore } from 'react'

export type Overlay = 'palette' | 'shortcuts'

let current: Overlay | null = null
const listeners = new Set<() => void>()

/** What is open over the page; opened from anywhere, by button or key. */
export const overlays = {
  open: (overlay: Overlay) => show(overlay),
  close: () => show(null),
}

export function useOverlay(): Overlay | null {
  return useSyncExternalStore(subscribe, () => current)
}

function show(overlay: Overlay | null) {
  current = overlay
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
