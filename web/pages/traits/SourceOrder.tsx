import { ActionIcon, Select, Text, Title } from '@mantine/core'
import { IconArrowUp, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { TraitInfo } from '../../../model/trait.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import classes from './traits.module.css'

export type SourceOrderProps = {
  trait: TraitInfo
  readOnly: boolean
  onChange: (sources: string[]) => void
}

/** Whose word counts when sources disagree: the newest, or that of the first source in an order. */
export function SourceOrder({ trait, readOnly, onChange }: SourceOrderProps) {
  const { source_order: order, recomputing } = trait
  const ids = order.map(({ id }) => id)
  const raise = (place: number) => {
    const moved = [...ids]
    const [one = ''] = moved.splice(place, 1)
    moved.splice(place - 1, 0, one)
    onChange(moved)
  }
  return (
    <section>
      <Title order={3} mb={6}>
        When sources disagree
      </Title>
      <Text size="sm" c="dimmed" mb={4}>
        {order.length === 0
          ? 'The value that was said last counts.'
          : 'The word of the first source that says anything counts, whenever it was said; of all others the last.'}
      </Text>
      <ol className={classes.order}>
        {order.map(({ id, name }, place) => (
          <li key={id}>
            <span className={classes.place}>{place + 1}</span>
            <span>{name}</span>
            {!readOnly && place > 0 && (
              <ActionIcon aria-label={`Move ${name} up`} onClick={() => raise(place)}>
                <IconArrowUp size={16} />
              </ActionIcon>
            )}
            {!readOnly && (
              <ActionIcon
                aria-label={`Take ${name} out`}
                onClick={() => onChange(ids.filter((one) => one !== id))}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && <AddSource taken={ids} onAdd={(id) => onChange([...ids, id])} />}
      <Text size="xs" c="dimmed" mt={4} role="status">
        {recomputing !== null &&
          `People are brought up to date: ${counted(recomputing, 'person', 'people')} so far.`}
      </Text>
    </section>
  )
}

function AddSource({ taken, onAdd }: { taken: string[]; onAdd: (id: string) => void }) {
  const maySee = useMay()('sources:read')
  const sources = useQuery({
    queryKey: ['sources', 'all'],
    queryFn: async () => (await api.sources.list()).data,
    enabled: maySee,
  })
  const left = (sources.data ?? []).filter(({ id }) => !taken.includes(id))
  if (left.length === 0) return null
  return (
    <Select
      aria-label="Add a source to the order"
      placeholder={taken.length === 0 ? 'Put a source first' : 'Add a source'}
      data={left.map(({ id, name }) => ({ value: id, label: name }))}
      value={null}
      onChange={(id) => id && onAdd(id)}
      searchable
      mt={4}
    />
  )
}
