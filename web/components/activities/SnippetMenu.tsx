import { ActionIcon, Button, Group, Popover, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import classes from './activities.module.css'

const MOST = 200
const KEY = ['snippets']

export type SnippetMenuProps = {
  /** What is typed so far, to keep under a name. */
  typed: string
  onChoose: (text: string) => void
}

/** Texts that are written again and again: takes one in, keeps what is typed as a new one. */
export function SnippetMenu({ typed, onChoose }: SnippetMenuProps) {
  const [opened, setOpened] = useState(false)
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: KEY })
  const { data = [] } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await api.snippets.list({ limit: MOST })).data,
    enabled: opened,
  })
  const remove = useMutation({
    mutationFn: api.snippets.remove,
    onSuccess: refresh,
    onError: (error) => toastError(error),
  })
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus position="top-start" withArrow shadow="md">
      <Popover.Target>
        <Button variant="subtle" size="compact-sm" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          Snippets
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.snippets}>
        {data.length === 0 && (
          <Text size="sm" c="dimmed">
            No snippets yet. Write a text, then keep it here under a name.
          </Text>
        )}
        {data.map(({ id, name, text }) => (
          <Group key={id} wrap="nowrap" gap="xs">
            <UnstyledButton
              className={classes.snippet}
              title={text}
              onClick={() => {
                onChoose(text)
                setOpened(false)
              }}
            >
              {name}
            </UnstyledButton>
            <ActionIcon size="sm" aria-label={`Delete ${name}`} onClick={() => remove.mutate(id)}>
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        ))}
        {typed.trim() !== '' && <Keep text={typed.trim()} onKept={() => void refresh()} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Keep({ text, onKept }: { text: string; onKept: () => void }) {
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () => api.snippets.create({ name, text }),
    onSuccess: () => {
      toastSaved(`Snippet ${name} kept`)
      setName('')
      onKept()
    },
    onError: (error) => !fieldErrors(error)['name'] && toastError(error),
  })
  return (
    <Group wrap="nowrap" gap="xs" mt="xs" align="flex-start">
      <TextInput
        aria-label="Name of the new snippet"
        placeholder="Keep this text as…"
        maxLength={100}
        value={name}
        error={fieldErrors(create.error)['name']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={name.trim() === ''}
        loading={create.isPending}
        onClick={() => create.mutate()}
      >
        Keep
      </Button>
    </Group>
  )
}
