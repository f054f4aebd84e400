/** A circle of a picture that is one unit high, more or less. */
export type Circle = { x: number; y: number; r: number }

/** Who is in exactly these of the circles, by their places. */
export type Part = { in: number[]; count: number }

export type Venn = {
  circles: Circle[]
  /** Where the number of each part is written; null for a part that the circles leave no room for. */
  labels: (Part & { at: { x: number; y: number } | null })[]
  box: { x: number; y: number; width: number; height: number }
}

const STEPS = 60
const GRID = 90
const MIN_RADIUS = 0.12
/** A part has to be so wide for a number to stand in it. */
const LABEL_ROOM = 0.025
const MARGIN = 0.02

/**
 * Circles whose areas are as the sizes, and of which each two overlap as much as they have people in common. Of three that
 * is not possible for all parts at once: the numbers count, not the areas.
 */
export function drawVenn(sizes: number[], parts: Part[]): Venn {
  const most = Math.max(1, ...sizes)
  const radii = sizes.map((size) => Math.max(MIN_RADIUS, Math.sqrt(size / most) / 2))
  const circles = place(radii, (a, b) =>
    distance(radii[a] ?? 0, radii[b] ?? 0, inCommon({ a, b, sizes, parts })),
  )
  return { circles, labels: labelParts(circles, parts), box: boxAround(circles) }
}

/** Which part of the smaller of two is in both. */
function inCommon({ a, b, sizes, parts }: { a: number; b: number; sizes: number[]; parts: Part[] }): number {
  const both = parts.filter((part) => part.in.includes(a) && part.in.includes(b))
  const smaller = Math.min(sizes[a] ?? 0, sizes[b] ?? 0)
  return smaller === 0 ? 0 : Math.min(1, both.reduce((sum, { count }) => sum + count, 0) / smaller)
}

/** How far apart the middles are of which the smaller circle lies by this share in the other. */
function distance(r: number, s: number, share: number): number {
  const [apart, within] = [r + s, Math.abs(r - s)]
  if (share <= 0) return apart * 1.06
  if (share >= 1) return within
  const wanted = share * Math.PI * Math.min(r, s) ** 2
  let [near, far] = [within, apart]
  for (let step = 0; step < STEPS; step++) {
    const middle = (near + far) / 2
    if (lens(r, s, middle) > wanted) near = middle
    else far = middle
  }
  return (near + far) / 2
}

/** The area that two circles have in common. */
function lens(r: number, s: number, d: number): number {
  if (d >= r + s) return 0
  if (d <= Math.abs(r - s)) return Math.PI * Math.min(r, s) ** 2
  const angle = (a: number, b: number) =>
    Math.acos(Math.min(1, Math.max(-1, (d * d + a * a - b * b) / (2 * d * a))))
  const [alpha, beta] = [angle(r, s), angle(s, r)]
  return r * r * (alpha - Math.sin(2 * alpha) / 2) + s * s * (beta - Math.sin(2 * beta) / 2)
}

function place(radii: number[], apart: (a: number, b: number) => number): Circle[] {
  const [r0 = 0, r1, r2] = radii
  const first = { x: 0, y: 0, r: r0 }
  if (r1 === undefined) return [first]
  const d01 = apart(0, 1)
  const second = { x: d01, y: 0, r: r1 }
  if (r2 === undefined) return [first, second]
  const [d02, d12] = [apart(0, 2), apart(1, 2)]
  // Where the three distances make no triangle, the third circle lies as near to both as it can.
  const x = d01 === 0 ? 0 : (d02 * d02 - d12 * d12 + d01 * d01) / (2 * d01)
  const y = Math.sqrt(Math.max(0, d02 * d02 - x * x))
  return [first, second, { x, y, r: r2 }]
}

function boxAround(circles: Circle[]): Venn['box'] {
  const x = Math.min(...circles.map((one) => one.x - one.r)) - MARGIN
  const y = Math.min(...circles.map((one) => one.y - one.r)) - MARGIN
  const right = Math.max(...circles.map((one) => one.x + one.r)) + MARGIN
  const bottom = Math.max(...circles.map((one) => one.y + one.r)) + MARGIN
  return { x, y, width: right - x, height: bottom - y }
}

/** Each number stands where it is farthest from all edges. */
function labelParts(circles: Circle[], parts: Part[]): Venn['labels'] {
  const box = boxAround(circles)
  const best = new Map<string, { x: number; y: number; room: number }>()
  for (let row = 0; row <= GRID; row++) {
    for (let column = 0; column <= GRID; column++) {
      const at = { x: box.x + (box.width * column) / GRID, y: box.y + (box.height * row) / GRID }
      const depths = circles.map(({ x, y, r }) => r - Math.hypot(at.x - x, at.y - y))
      const key = depths.flatMap((depth, index) => (depth > 0 ? [index] : [])).join()
      const room = Math.min(...depths.map(Math.abs))
      if (room > (best.get(key)?.room ?? LABEL_ROOM)) best.set(key, { ...at, room })
    }
  }
  return parts.map((part) => {
    const found = best.get(part.in.toSorted((a, b) => a - b).join())
    return { ...part, at: found ? { x: found.x, y: found.y } : null }
  })
}
