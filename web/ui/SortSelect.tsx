import { NativeSelect } from '@mantine/core'

export type SortSelectProps<Sort extends string> = {
  value: Sort
  /** What each way of sorting is called: `{ '-last_seen': 'Seen last' }`. */
  names: Record<Sort, string>
  onChange: (sort: Sort) => void
}

/** Sorts a list on a phone, where its table has no head to press. */
export function SortSelect<Sort extends string>({ value, names, onChange }: SortSelectProps<Sort>) {
  const sorts = Object.keys(names).filter((name): name is Sort => name in names)
  const choose = (chosen: string) => {
    const sort = sorts.find((name) => name === chosen)
    if (sort) onChange(sort)
  }
  return (
    <NativeSelect
      hiddenFrom="sm"
      aria-label="Sort"
      value={value}
      data={sorts.map((name) => ({ value: name, label: names[name] }))}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  )
}
