/** Pairs of records with their match weight, the smaller record number left. */
export type Pairs = { left: Int32Array; right: Int32Array; weight: Float64Array; size: number }

const FIRST_CAPACITY = 4_096

/** Collects pairs in arrays that grow. */
export function createPairs() {
  let left = new Int32Array(FIRST_CAPACITY)
  let right = new Int32Array(FIRST_CAPACITY)
  let weight = new Float64Array(FIRST_CAPACITY)
  let size = 0
  const grow = <T extends Int32Array | Float64Array>(larger: T, former: T): T => {
    larger.set(former)
    return larger
  }
  return {
    add(a: number, b: number, w: number): void {
      if (size === left.length) {
        left = grow(new Int32Array(size * 2), left)
        right = grow(new Int32Array(size * 2), right)
        weight = grow(new Float64Array(size * 2), weight)
      }
      left[size] = Math.min(a, b)
      right[size] = Math.max(a, b)
      weight[size] = w
      size += 1
    },
    pairs: (): Pairs => ({
      left: left.subarray(0, size),
      right: right.subarray(0, size),
      weight: weight.subarray(0, size),
      size,
    }),
  }
}
