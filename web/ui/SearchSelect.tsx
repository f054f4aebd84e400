import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, type QueryKey } from '@tanstack/react-query'
import { useState } from 'react'

const TYPING_MS = 200

export type Choice = { value: string; label: string }

export type SearchSelectProps = Pick<
  SelectProps,
  'label' | 'placeholder' | 'description' | 'error' | 'w' | 'leftSection' | 'comboboxProps'
> & {
  /** For a field without a visible label. */
  'aria-label'?: string
  value: string | null
  onChange: (value: string | null) => void
  /** Names the cached answers. */
  queryKey: QueryKey
  /** The first records that match what is typed; all of them for an empty text. */
  find: (text: string) => Promise<Choice[]>
  /** The record that is chosen already, so that its name shows before anything is typed. */
  name: (value: string) => Promise<string>
  /** Shown when nothing matches. */
  nothing: string
}

/** Chooses one of many records by typing a part of its name; the server searches. */
export function SearchSelect({
  queryKey,
  find,
  name,
  nothing,
  value,
  onChange,
  ...field
}: SearchSelectProps) {
  const [typed, setTyped] = useState('')
  const [opened, setOpened] = useState(false)
  const [text] = useDebouncedValue(typed, TYPING_MS)
  const chosen = useQuery({
    queryKey: [...queryKey, 'name', value],
    queryFn: () => name(value ?? ''),
    enabled: value !== null,
  })
  const searched = chosen.data === text ? '' : text
  const found = useQuery({
    queryKey: [...queryKey, 'choices', searched],
    queryFn: () => find(searched),
    enabled: opened,
    placeholderData: keepPreviousData,
  })
  return (
    <Select
      {...field}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear', tabIndex: 0 }}
      data={withChosen(found.data ?? [], value, chosen.data)}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      onDropdownOpen={() => setOpened(true)}
      nothingFoundMessage={found.isPending ? 'Searching…' : nothing}
    />
  )
}

function withChosen(choices: Choice[], value: string | null, label: string | undefined): Choice[] {
  if (value === null || label === undefined || choices.some((one) => one.value === value)) return choices
  return [{ value, label }, ...choices]
}
