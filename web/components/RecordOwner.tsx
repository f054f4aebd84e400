import { Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useMay } from '../lib/session.ts'
import { toastError, toastSaved } from '../lib/toasts.tsx'
import { accessQuery } from '../lib/record-access.ts'
import { RecordAccess } from './RecordAccess.tsx'
import { UserPicker } from './UserPicker.tsx'

export type RecordOwnerProps = {
  object: 'people' | 'companies'
  id: string
}

/** Whose a person or company is, changed in place by who may; and who else sees it. */
export function RecordOwner({ object, id }: RecordOwnerProps) {
  const may = useMay()
  const client = useQueryClient()
  const { data } = useQuery(accessQuery(object, id))
  const owner = data?.owner ?? null
  const assign = useMutation({
    mutationFn: (ownerId: string | null) => api.access.assign(object, id, ownerId),
    onSuccess: async () => {
      toastSaved('Owner changed')
      await client.invalidateQueries({ queryKey: [object] })
    },
    onError: (error) => toastError(error),
  })
  return (
    <>
      {data?.may.includes('assign') && may('users:read') ? (
        <UserPicker
          size="xs"
          w="11rem"
          aria-label="Owner"
          placeholder="No owner"
          value={owner?.id ?? null}
          chosen={owner}
          onChange={(next) => next !== (owner?.id ?? null) && assign.mutate(next)}
        />
      ) : (
        <Text size="sm">{owner ? `Owned by ${owner.name}` : 'No owner'}</Text>
      )}
      <RecordAccess object={object} id={id} />
    </>
  )
}
