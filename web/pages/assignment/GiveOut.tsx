import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AssignedObject, AssignmentRule, Unowned } from '../../../model/assignment.ts'
import { assignmentApi } from '../../api-assignment.ts'
import { boundedNumber } from '../../lib/format.ts'
import { cacheOf } from '../../lib/list-objects.ts'
import { toastError } from '../../lib/toasts.tsx'
import { Section } from '../../ui/Section.tsx'

/** Asks the rules for the records that are there already and nobody owns: how many these are, and the button that does it. */
export function GiveOut({ object, rules }: { object: AssignedObject; rules: AssignmentRule[] }) {
  const client = useQueryClient()
  const { data } = useQuery({
    // Whom they match depends on the rules, and progress reads lists again.
    queryKey: [...cacheOf(object), 'list', 'unowned', rules],
    queryFn: () => assignmentApi.unowned(object),
  })
  const apply = useMutation({
    mutationFn: () => assignmentApi.apply(object),
    onError: (error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['bulk-changes'] }),
  })
  if (!data) return null
  return (
    <Section title="Those that are there already">
      <Group justify="space-between" wrap="wrap">
        <Text size="sm">{sentenceOf(object, data)}</Text>
        {data.matched.count > 0 && (
          <Button variant="default" loading={apply.isPending} onClick={() => apply.mutate()}>
            Give them out by the rules
          </Button>
        )}
      </Group>
    </Section>
  )
}

function sentenceOf(object: AssignedObject, { unowned, matched }: Unowned): string {
  if (unowned.count === 0) return `Every open ${object} has an owner.`
  const many = `${boundedNumber(unowned)} open ${unowned.count === 1 ? object : `${object}s`} without an owner`
  if (matched.count === 0) return `${many}; no rule that is on matches any of them.`
  return `${many}; rules that are on match ${boundedNumber(matched)} of them.`
}
