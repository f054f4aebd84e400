import type { Segment } from '../../model/segment.ts'
import { api } from '../api.ts'

/** As many as the server takes at once. */
const AT_ONCE = 1000

type List = Pick<Segment, 'id' | 'members'>

/** Puts people, or companies, on the list of a static segment. */
export function addToList(list: List, ids: string[]): Promise<{ changed: number }> {
  return inParts(ids, (some) => api.segments.addToList(list.id, { [list.members]: some }))
}

/** Takes people, or companies, off the list of a static segment. */
export function removeFromList(list: List, ids: string[]): Promise<{ changed: number }> {
  return inParts(ids, (some) => api.segments.removeFromList(list.id, { [list.members]: some }))
}

async function inParts(ids: string[], change: (some: string[]) => Promise<{ changed: number }>) {
  let changed = 0
  for (let at = 0; at < ids.length; at += AT_ONCE)
    changed += (await change(ids.slice(at, at + AT_ONCE))).changed
  return { changed }
}
