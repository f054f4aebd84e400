import type { Room } from './claim-deliveries.ts'

const AT_ONCE = 8
const OF_ONE_DESTINATION = 2
const FOR_THE_TROUBLED = 4

/**
 * The places of a loop: how many messages are on their way at once. A destination has two; those that gave no answer
 * the last time, or a slow one, have one each and half of all together, so that the others always find a free one.
 */
export type Places = {
  room(): Room
  /** Takes a place of this destination. Gives how to leave it. */
  take(destination: string): (how: { isTroubled: boolean }) => void
}

/** Makes the places, all free. */
export function createPlaces(): Places {
  const busy = new Map<string, number>()
  // In the order in which they were served, so that the one that waited longest comes first.
  const troubled = new Set<string>()
  const busyOf = (destination: string) => busy.get(destination) ?? 0

  return {
    room() {
      const of = new Map([...busy].map(([id, count]) => [id, OF_ONE_DESTINATION - count]))
      let left = FOR_THE_TROUBLED - sum([...troubled].map(busyOf))
      for (const id of troubled) {
        const may = left > 0 && busyOf(id) === 0
        of.set(id, may ? 1 : 0)
        if (may) left -= 1
      }
      return {
        total: AT_ONCE - sum([...busy.values()]),
        each: OF_ONE_DESTINATION,
        of: Object.fromEntries(of),
      }
    },
    take(destination) {
      busy.set(destination, busyOf(destination) + 1)
      return ({ isTroubled }) => {
        if (busyOf(destination) > 1) busy.set(destination, busyOf(destination) - 1)
        else busy.delete(destination)
        troubled.delete(destination)
        if (isTroubled) troubled.add(destination)
      }
    },
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
