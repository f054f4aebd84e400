import type { Comparison } from './comparison.ts'

/** How often each combination of levels was seen. Thousands of pairs share one, so that training runs over hundreds. */
export type Patterns = {
  /** How many different ones there are. */
  size: number
  counts: Float64Array
  /** Level by pattern and comparison, row by row. */
  levels: Uint8Array
  pairs: number
}

const FIRST_BITS = 12

/** Counts the combinations of levels of pairs as they are added. */
export function createPatternCounter(comparisons: readonly Comparison[]) {
  const strides = stridesOf(comparisons)
  const tests = comparisons.map(({ levelOf }) => levelOf)
  let bits = FIRST_BITS
  let codes = new Float64Array(2 ** bits).fill(-1)
  let counts = new Float64Array(2 ** bits)
  let size = 0
  let pairs = 0

  const slotOf = (code: number) => {
    const mask = codes.length - 1
    let slot =
      (Math.imul(code | 0, 0x9e3779b1) ^ Math.imul((code / 4_294_967_296) | 0, 0x85ebca6b)) >>> (32 - bits)
    while (codes[slot] !== code && codes[slot]! >= 0) slot = (slot + 1) & mask
    return slot
  }
  const grow = () => {
    const former = { codes, counts }
    bits += 1
    codes = new Float64Array(2 ** bits).fill(-1)
    counts = new Float64Array(2 ** bits)
    former.codes.forEach((code, slot) => {
      if (code < 0) return
      const to = slotOf(code)
      codes[to] = code
      counts[to] = former.counts[slot]!
    })
  }
  return {
    add(left: number, right: number): void {
      let code = 0
      for (let c = 0; c < tests.length; c++) code += tests[c]!(left, right) * strides[c]!
      const slot = slotOf(code)
      if (codes[slot]! < 0) {
        codes[slot] = code
        size += 1
      }
      counts[slot]! += 1
      pairs += 1
      if (size * 2 > codes.length) grow()
    },
    patterns: (): Patterns => decode(comparisons, { codes, counts, size, pairs }),
  }
}

function stridesOf(comparisons: readonly Comparison[]): number[] {
  let stride = 1
  return comparisons.map(({ levels }) => {
    const own = stride
    stride *= levels + 1
    return own
  })
}

type Slots = { codes: Float64Array; counts: Float64Array; size: number; pairs: number }

function decode(comparisons: readonly Comparison[], slots: Slots): Patterns {
  const levels = new Uint8Array(slots.size * comparisons.length)
  const counts = new Float64Array(slots.size)
  let pattern = 0
  slots.codes.forEach((code, slot) => {
    if (code < 0) return
    counts[pattern] = slots.counts[slot]!
    let rest = code
    comparisons.forEach((comparison, c) => {
      const radix = comparison.levels + 1
      levels[pattern * comparisons.length + c] = rest % radix
      rest = Math.floor(rest / radix)
    })
    pattern += 1
  })
  return { size: slots.size, counts, levels, pairs: slots.pairs }
}
