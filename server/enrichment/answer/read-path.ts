/** What stands at a path like `person.jobs.0.title`; undefined when there is nothing. */
export function readPath(json: unknown, path: string): unknown {
  let at = json
  for (const part of partsOf(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined
    at = Reflect.get(at, part)
  }
  return at
}

/** `jobs[0].title` is written as often as `jobs.0.title`. */
function partsOf(path: string): string[] {
  return path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '')
}
