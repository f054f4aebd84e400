import { ActionIcon, Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { EnrichmentRequest } from '../../../model/enrichment.ts'
import { bodyProblem } from './provider-draft.ts'
import type { EditorFieldsProps } from './ProviderEditor.tsx'

/** The request that goes to the service. */
export function RequestFields({ draft, change, define, problems, isReadOnly }: EditorFieldsProps) {
  const { request } = draft.definition
  const set = (part: Partial<EnrichmentRequest>) => define({ request: { ...request, ...part } })
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {
          '{{ email }} stands for the address, {{ traits.plan }} for a trait, {{ secret.api_key }} for a key. What may be missing has a question mark: {{ phone? }}.'
        }
      </Text>
      <Group align="flex-start" wrap="nowrap">
        <NativeSelect
          label="Method"
          w="6rem"
          disabled={isReadOnly}
          data={['GET', 'POST']}
          value={request.method}
          onChange={(event) => set({ method: event.currentTarget.value === 'POST' ? 'POST' : 'GET' })}
        />
        <TextInput
          flex={1}
          label="Address"
          disabled={isReadOnly}
          value={request.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
          error={problems['definition.request.url']}
        />
      </Group>
      <Headers request={request} set={set} problems={problems} isReadOnly={isReadOnly} />
      {(request.method === 'POST' || draft.body !== '') && (
        <Textarea
          label="Body"
          description="JSON; empty for none"
          autosize
          minRows={3}
          maxRows={16}
          disabled={isReadOnly}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={draft.body}
          onChange={(event) => change({ body: event.currentTarget.value })}
          error={bodyProblem(draft) ?? problems['definition.request.body']}
        />
      )}
    </Stack>
  )
}

type HeadersProps = Pick<EditorFieldsProps, 'problems' | 'isReadOnly'> & {
  request: EnrichmentRequest
  set: (part: Partial<EnrichmentRequest>) => void
}

function Headers({ request: { headers }, set, problems, isReadOnly }: HeadersProps) {
  const setAt = (place: number, part: Partial<EnrichmentRequest['headers'][number]>) =>
    set({ headers: headers.map((one, at) => (at === place ? { ...one, ...part } : one)) })
  const errorAt = (place: number, part: 'name' | 'value') =>
    problems[`definition.request.headers.${place}.${part}`]
  return (
    <>
      {headers.map(({ name, value }, place) => (
        <Group key={place} align="flex-start" wrap="nowrap" gap="xs">
          <TextInput
            w="12rem"
            aria-label={`Header ${place + 1}`}
            placeholder="Header"
            disabled={isReadOnly}
            value={name}
            onChange={(event) => setAt(place, { name: event.currentTarget.value })}
            error={errorAt(place, 'name')}
          />
          <TextInput
            flex={1}
            aria-label={`Value of header ${place + 1}`}
            placeholder="Value"
            disabled={isReadOnly}
            value={value}
            onChange={(event) => setAt(place, { value: event.currentTarget.value })}
            error={errorAt(place, 'value')}
          />
          {!isReadOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={`Take header ${place + 1} out`}
              onClick={() => set({ headers: headers.toSpliced(place, 1) })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {!isReadOnly && (
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => set({ headers: [...headers, { name: '', value: '' }] })}
          >
            Add a header
          </Button>
        </Group>
      )}
    </>
  )
}
