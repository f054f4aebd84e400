import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Form, Submission } from '../../../model/form.ts'
import { formsApi } from '../../api-forms.ts'
import { exactTime } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { TextLink } from '../../ui/links.tsx'
import { PropertyList } from '../../ui/PropertyList.tsx'
import { Section } from '../../ui/Section.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { stateWords } from './answer-columns.tsx'

type AnswerPanelProps = { form: Form; answer: Submission | null; onClose: () => void }

/** All that somebody sent in, and what became of it. */
export function AnswerPanel({ form, answer, onClose }: AnswerPanelProps) {
  return (
    <SidePanel
      opened={answer !== null}
      onClose={onClose}
      title={answer ? String(answer.answers['email'] ?? 'Answer') : ''}
      size="md"
    >
      {answer && <Content form={form} answer={answer} />}
    </SidePanel>
  )
}

function Content({ form, answer }: { form: Form; answer: Submission }) {
  const { state, answers, context, at, confirmed_at, spam_reason, person_id, lead_id } = answer
  const labels = new Map(form.definition.fields.map(({ key, label }) => [key, label]))
  const asked = Object.fromEntries(
    Object.entries(answers).map(([key, value]) => [labels.get(key) ?? key, value]),
  )
  const from = named({ ...context, ...context.campaign })
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {stateWords[state].label}. Sent {exactTime(at)}.
        {confirmed_at && ` Address confirmed ${exactTime(confirmed_at)}.`}
      </Text>
      {spam_reason && <Spam form={form.id} id={answer.id} reason={spam_reason} />}
      <Group gap="md">
        {person_id && <TextLink {...links.person(person_id)}>Open the person</TextLink>}
        {lead_id && <TextLink {...links.leads({ lead: lead_id })}>Open the lead</TextLink>}
      </Group>
      <Section title="Answers">
        <PropertyList properties={asked} />
      </Section>
      {Object.keys(from).length > 0 && (
        <Section title="Where it came from">
          <PropertyList properties={from} />
        </Section>
      )}
    </Stack>
  )
}

const contextWords: Record<string, string> = {
  page_url: 'Page',
  referrer: 'Came from',
  anonymous_id: 'Visitor',
  name: 'Campaign',
  source: 'Source',
  medium: 'Medium',
  term: 'Term',
  content: 'Content',
}

function named(context: Record<string, unknown>): Record<string, unknown> {
  const known = Object.entries(context).filter(([key]) => key !== 'campaign')
  return Object.fromEntries(known.map(([key, value]) => [contextWords[key] ?? key, value]))
}

function Spam({ form, id, reason }: { form: string; id: string; reason: string }) {
  const client = useQueryClient()
  const accept = useMutation({
    mutationFn: () => formsApi.accept(form, id),
    onSuccess: async () => {
      toastSaved('Taken in')
      await client.invalidateQueries({ queryKey: ['forms'] })
    },
    onError: (error) => toastError(error),
  })
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{reason}</Text>
      <Button size="xs" variant="default" loading={accept.isPending} onClick={() => accept.mutate()}>
        Not spam
      </Button>
    </Group>
  )
}
