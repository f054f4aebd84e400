import { useState } from 'react'
import { toastSaved } from '../../lib/toasts.tsx'
import { draftStore, type SegmentDraft } from './draft-store.ts'

/** The draft that is being edited: the stored one when there is one, else `saved`. Every change is stored at once. */
export function useSegmentDraft(id: string | null, saved: SegmentDraft) {
  const [draft, setDraft] = useState(() => draftStore.read(id) ?? saved)
  const [restored, setRestored] = useState(draft !== saved)
  const keep = (changed: SegmentDraft) => {
    setDraft(changed)
    draftStore.write(id, changed)
  }
  return {
    draft,
    /** Whether it was begun on an earlier visit. */
    restored,
    change: (change: Partial<SegmentDraft>) => keep({ ...draft, ...change, at: new Date().toISOString() }),
    discard: () => {
      draftStore.forget(id)
      setDraft(saved)
      setRestored(false)
      toastSaved('Draft discarded', () => keep(draft))
    },
  }
}
