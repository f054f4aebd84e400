type Entry = [weight: number, left: number, right: number]

/** Pairs by weight, the heaviest first; equal ones by their records, so that the order is always the same. */
export function createHeap() {
  const entries: Entry[] = []
  return {
    push(weight: number, left: number, right: number): void {
      entries.push([weight, left, right])
      rise(entries, entries.length - 1)
    },
    pop(): Entry | undefined {
      const [first] = entries
      const last = entries.pop()
      if (last && entries.length > 0) {
        entries[0] = last
        sink(entries)
      }
      return first
    },
  }
}

function isBefore([weight, left, right]: Entry, other: Entry): boolean {
  if (weight !== other[0]) return weight > other[0]
  return left !== other[1] ? left < other[1] : right < other[2]
}

function rise(entries: Entry[], from: number): void {
  for (let at = from; at > 0;) {
    const parent = (at - 1) >> 1
    if (!isBefore(entries[at]!, entries[parent]!)) return
    swap(entries, at, parent)
    at = parent
  }
}

function sink(entries: Entry[]): void {
  for (let at = 0; ;) {
    const child = 2 * at + 1
    if (child >= entries.length) return
    const better =
      child + 1 < entries.length && isBefore(entries[child + 1]!, entries[child]!) ? child + 1 : child
    if (!isBefore(entries[better]!, entries[at]!)) return
    swap(entries, at, better)
    at = better
  }
}

function swap(entries: Entry[], a: number, b: number): void {
  const kept = entries[a]!
  entries[a] = entries[b]!
  entries[b] = kept
}
