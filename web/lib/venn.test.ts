import { describe, expect, it } from 'vitest'
import { drawVenn, type Circle } from './venn.ts'

const gap = (a: Circle | undefined, b: Circle | undefined) =>
  Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0)) - (a?.r ?? 0) - (b?.r ?? 0)

describe('circles', () => {
  it('have areas as the sizes', () => {
    const { circles } = drawVenn(
      [400, 100],
      [
        { in: [0], count: 400 },
        { in: [1], count: 100 },
      ],
    )
    expect((circles[0]?.r ?? 0) / (circles[1]?.r ?? 1)).toBeCloseTo(2)
  })
  it('lie apart when they have nobody in common, and in each other when all are in both', () => {
    const apart = drawVenn(
      [10, 10],
      [
        { in: [0], count: 10 },
        { in: [1], count: 10 },
      ],
    ).circles
    expect(gap(apart[0], apart[1])).toBeGreaterThan(0)
    const [outer, inner] = drawVenn(
      [100, 25],
      [
        { in: [0], count: 75 },
        { in: [0, 1], count: 25 },
      ],
    ).circles
    expect(Math.hypot(inner!.x - outer!.x, inner!.y - outer!.y) + inner!.r).toBeCloseTo(outer!.r)
  })
  it('overlap more the more they have in common', () => {
    const overlap = (count: number) => {
      const parts = [
        { in: [0], count: 100 - count },
        { in: [0, 1], count },
        { in: [1], count: 100 - count },
      ]
      const { circles } = drawVenn([100, 100], parts)
      return -gap(circles[0], circles[1])
    }
    expect(overlap(60)).toBeGreaterThan(overlap(20))
    expect(overlap(20)).toBeGreaterThan(0)
  })
  it('have the number of each part in it', () => {
    const parts = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].map((each) => ({ in: each, count: 10 }))
    const { circles, labels } = drawVenn([40, 40, 40], parts)
    for (const { in: places, at } of labels) {
      expect(at).not.toBeNull()
      const inside = circles.flatMap(({ x, y, r }, index) =>
        Math.hypot((at?.x ?? 0) - x, (at?.y ?? 0) - y) < r ? [index] : [],
      )
      expect(inside).toEqual(places)
    }
  })
  it('are drawn for nobody, too, and where three cannot be right at once', () => {
    expect(drawVenn([0, 0], []).circles).toHaveLength(2)
    const { circles, box } = drawVenn(
      [100, 100, 10],
      [
        { in: [0], count: 100 },
        { in: [1], count: 100 },
        { in: [0, 1, 2], count: 10 },
      ],
    )
    expect(circles.every(({ x, y, r }) => [x, y, r].every(Number.isFinite))).toBe(true)
    expect(Number.isFinite(box.width + box.height)).toBe(true)
  })
})
