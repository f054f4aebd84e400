import { createStore, useStore } from '../lib/store.ts'

export type Overlay = 'palette' | 'shortcuts'

const current = createStore<Overlay | null>(null)

/** What is open over the page; opened from anywhere, by button or key. */
export const overlays = {
  open: (overlay: Overlay) => current.write(overlay),
  close: () => current.write(null),
}

export const useOverlay = (): Overlay | null => useStore(current)
