import { isObject } from '../../../model/json.ts'

/** What a message is about: "Good customers · Ada Lovelace". Empty when its payload does not say. */
export function aboutOf(payload: unknown): string {
  const segment = textAt(payload, ['properties', 'segment_name'])
  const person = textAt(payload, ['context', 'traits', 'name']) || textAt(payload, ['userId'])
  return [segment, person].filter(Boolean).join(' · ')
}

function textAt(value: unknown, path: string[]): string {
  const [key, ...rest] = path
  if (key === undefined) return typeof value === 'string' ? value : ''
  return isObject(value) ? textAt(value[key], rest) : ''
}
