/** Consecutive items of the same day of the reader's calendar; `day` is the time of the first of them. */
export function groupByDay<Item extends { at: string }>(items: Item[]): { day: string; items: Item[] }[] {
  const groups: { day: string; items: Item[] }[] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last && sameDay(last.day, item.at)) last.items.push(item)
    else groups.push({ day: item.at, items: [item] })
  }
  return groups
}

const sameDay = (a: string, b: string) => new Date(a).toDateString() === new Date(b).toDateString()
