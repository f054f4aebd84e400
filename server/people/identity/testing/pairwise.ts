/** Of the pairs put together, how many belong together; of those that do, how many were put together. Both to 3 digits. */
export function pairwise(
  ids: string[],
  truth: Map<string, string>,
  found: (id: string) => string | number | undefined,
): { precision: number; recall: number } {
  let [both, together, belong] = [0, 0, 0]
  for (const [index, id] of ids.entries()) {
    for (const other of ids.slice(index + 1)) {
      const isFound = found(id) !== undefined && found(id) === found(other)
      const isTrue = truth.get(id) === truth.get(other)
      if (isFound) together += 1
      if (isTrue) belong += 1
      if (isFound && isTrue) both += 1
    }
  }
  const share = (part: number, whole: number) => Math.round((part / whole) * 1_000) / 1_000
  return { precision: share(both, together), recall: share(both, belong) }
}
