import { Autocomplete } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { TRAITS } from '../../../model/view.ts'
import { api } from '../../api.ts'

const TYPING_MS = 200
const OFFERED = 20

export type TraitColumnProps = { object: string; onAdd: (key: string) => void }

/** Makes any trait a column: of people those that are known are offered, those of most people first. */
export function TraitColumn({ object, onAdd }: TraitColumnProps) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, TYPING_MS)
  const { data } = useQuery({
    queryKey: ['traits', 'offered', search],
    queryFn: () => api.traits.list({ search: search || undefined }, { limit: OFFERED }),
    enabled: object === 'person',
    placeholderData: keepPreviousData,
  })
  const add = (name: string) => {
    if (name.trim() === '') return
    onAdd(TRAITS + name.trim())
    setTyped('')
  }
  return (
    <Autocomplete
      label="Add a trait"
      size="xs"
      mt="xs"
      maxLength={150}
      placeholder={object === 'person' ? 'Such as plan' : 'Its name, such as industry'}
      comboboxProps={{ withinPortal: false }}
      data={(data?.data ?? []).map(({ name }) => name)}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={add}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.currentTarget.getAttribute('aria-activedescendant') === null) {
          event.preventDefault()
          add(typed)
        }
      }}
    />
  )
}
