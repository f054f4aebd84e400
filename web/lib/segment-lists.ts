import { api } from '../api.ts'

/** As many as the server takes at once. */
const AT_ONCE = 1000

/** Puts people on the list of a static segment. */
export function addPeople(segment: string, people: string[]): Promise<{ changed: number }> {
  return inParts(people, (some) => api.segments.addToList(segment, { people: some }))
}

/** Takes people off the list of a static segment. */
export function removePeople(segment: string, people: string[]): Promise<{ changed: number }> {
  return inParts(people, (some) => api.segments.removeFromList(segment, { people: some }))
}

async function inParts(people: string[], change: (some: string[]) => Promise<{ changed: number }>) {
  let changed = 0
  for (let at = 0; at < people.length; at += AT_ONCE)
    changed += (await change(people.slice(at, at + AT_ONCE))).changed
  return { changed }
}
