import type { Field } from '../../../model/field.ts'
import { api } from '../../api.ts'
import { useOptimisticEdit } from '../../lib/queries.ts'

type Move = { ids: string[]; label: string }

/** Moves a field one place up or down among those shown. */
export function useFieldOrder(object: string, all: Field[]) {
  const { mutate } = useOptimisticEdit<Field[], Move>({
    key: ['objects', object, 'fields', 'all'],
    apply: (cached, { ids }) => cached.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
    save: ({ ids }) => api.objects.orderFields(object, ids),
    said: ({ label }) => `${label} moved`,
    undo: (before) =>
      api.objects.orderFields(
        object,
        before.map(({ id }) => id),
      ),
    touches: [['objects', object, 'fields']],
  })
  return (field: Field, neighbour: Field | undefined) => {
    if (!neighbour) return
    const ids = all.map(({ id }) => (id === field.id ? neighbour.id : id === neighbour.id ? field.id : id))
    mutate({ ids, label: field.label })
  }
}
