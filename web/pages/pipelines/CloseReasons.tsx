import { ActionIcon, Button, Group, TextInput, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { CloseReason } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { closeReasonsQuery } from '../../lib/pipelines.ts'
import { useMay } from '../../lib/session.ts'
import { toastError } from '../../lib/toasts.tsx'
import classes from './pipelines.module.css'

const kinds = [
  ['lost', 'Why deals are lost'],
  ['won', 'Why deals are won'],
] as const

/** The reasons that are offered when a deal ends. */
export function CloseReasons() {
  const { data = [] } = useQuery(closeReasonsQuery)
  return kinds.map(([kind, title]) => (
    <Reasons key={kind} kind={kind} title={title} reasons={data.filter((reason) => reason.kind === kind)} />
  ))
}

type ReasonsProps = { kind: CloseReason['kind']; title: string; reasons: CloseReason[] }

function Reasons({ kind, title, reasons }: ReasonsProps) {
  const may = useMay()('pipelines:write')
  const [name, setName] = useState('')
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: closeReasonsQuery.queryKey })
  const add = useMutation({
    mutationFn: api.closeReasons.create,
    onSuccess: () => {
      setName('')
      return refresh()
    },
    onError: (error) => !fieldErrors(error)['name'] && toastError(error),
  })
  const remove = useMutation({
    mutationFn: api.closeReasons.remove,
    onSuccess: refresh,
    onError: (error) => toastError(error),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') add.mutate({ kind, name })
  }
  return (
    <div>
      <Title order={3} size="h3" mb="xs">
        {title}
      </Title>
      <ul className={classes.reasons}>
        {reasons.map((reason) => (
          <li key={reason.id}>
            {reason.name}
            {may && (
              <ActionIcon
                size="sm"
                aria-label={`Remove ${reason.name}`}
                onClick={() => remove.mutate(reason.id)}
              >
                <IconX size={13} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {may && (
        <form onSubmit={submit}>
          <Group gap="xs" mb="lg" align="flex-start">
            <TextInput
              aria-label={`Another reason: ${title}`}
              placeholder="Another reason"
              maxLength={100}
              value={name}
              error={fieldErrors(add.error)['name']}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={add.isPending}>
              Add
            </Button>
          </Group>
        </form>
      )}
    </div>
  )
}
