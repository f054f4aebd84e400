import { useQueryClient } from '@tanstack/react-query'
import type { SavedView, ViewChange, ViewInput } from '../../../model/saved-view.ts'
import { api } from '../../api.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** What changes views of an object. */
export function useViewEdits(object: string) {
  const client = useQueryClient()
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['views', object] }),
      client.invalidateQueries({ queryKey: ['favourites'] }),
    ])
  return {
    /** Throws what the server says against it. */
    async create(input: ViewInput): Promise<SavedView> {
      const made = await api.views.create(object, input)
      toastSaved(`${made.name} saved`)
      await refresh()
      return made
    },
    /** Throws what the server says against it. */
    async rename(view: SavedView, change: ViewChange): Promise<SavedView> {
      const changed = await api.views.change(view.id, change)
      toastSaved(`${changed.name} saved`)
      await refresh()
      return changed
    },
    /** False when it was refused; the reader is told why. */
    async change(view: SavedView, change: ViewChange, back: ViewChange): Promise<boolean> {
      try {
        await api.views.change(view.id, change)
        toastSaved(`${view.name} saved`, () => void api.views.change(view.id, back).then(refresh, toastError))
        await refresh()
        return true
      } catch (error) {
        toastError(error)
        await refresh()
        return false
      }
    },
    async choose(viewId: string | null, sentence: string): Promise<void> {
      await api.views.choose(object, viewId).then(() => toastSaved(sentence), toastError)
      await refresh()
    },
    async remove(view: SavedView): Promise<void> {
      const back = () => void api.views.restore(view.id).then(refresh, toastError)
      await api.views.remove(view.id).then(() => toastSaved(`${view.name} deleted`, back), toastError)
      await refresh()
    },
  }
}
