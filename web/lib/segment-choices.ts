import { queryOptions, useQuery } from '@tanstack/react-query'
import type { NameOf } from '../../model/segment-words.ts'
import { api } from '../api.ts'
import { colleaguesQuery } from './activities.ts'

const MOST = 1000

/** All segments by name, to choose from. */
export const segmentChoicesQuery = queryOptions({
  queryKey: ['segments', 'choices'],
  queryFn: async () => {
    const { data } = await api.segments.list({ limit: MOST })
    return data.map(({ id, name, kind, members, folder }) => ({
      value: id,
      label: name,
      kind,
      members,
      folder,
    }))
  },
})

/** The names of segments and users by their ids, for sentences that name them; undefined until they have arrived. */
export function useDefinitionNames(): NameOf {
  const names = useNamed()
  return (id) => names.find((one) => one.id === id)?.name
}

/** The same to be read back: the id where several of a kind are called alike. */
export function useReadableNames(): NameOf {
  const names = useNamed()
  return (id) => {
    const meant = names.find((one) => one.id === id)
    const alike = names.filter(({ name, kind }) => name === meant?.name && kind === meant.kind)
    return alike.length > 1 ? id : meant?.name
  }
}

type Named = { id: string; name: string; kind: 'segment' | 'user' }

function useNamed(): Named[] {
  const { data: segments = [] } = useQuery(segmentChoicesQuery)
  const { data: users = [] } = useQuery(colleaguesQuery)
  return [
    ...segments.map(({ value, label }): Named => ({ id: value, name: label, kind: 'segment' })),
    ...users.map(({ id, name }): Named => ({ id, name, kind: 'user' })),
  ]
}
