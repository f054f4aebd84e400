import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AssignedObject } from '../../model/assignment.ts'
import { assignmentApi } from '../api-assignment.ts'

export type AssignedByProps = { object: AssignedObject; record: string; owner: string | null }

/** Why a record is its owner's, when a rule gave it to them. */
export function AssignedBy({ object, record, owner }: AssignedByProps) {
  const { data } = useQuery({
    queryKey: ['assignments', object, record, owner],
    queryFn: () => assignmentApi.why(object, record),
    enabled: owner !== null,
  })
  if (!data?.data) return null
  const { rule_name, way } = data.data
  return (
    <Text size="sm" c="dimmed">
      Assigned by the rule “{rule_name}” ({way}).
    </Text>
  )
}
