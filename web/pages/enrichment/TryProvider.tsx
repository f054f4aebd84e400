import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EnrichmentProvider, EnrichmentTrial, TriedTrait } from '../../../model/enrichment.ts'
import { enrichmentApi } from '../../api-enrichment.ts'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { plainValue } from '../../lib/format.ts'
import { FormError } from '../../ui/FormError.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './enrichment.module.css'

/** Asks about one record, and shows what was sent, what came back, and what would be written. */
export function TryProvider({ provider: { id, object } }: { provider: EnrichmentProvider }) {
  const [record, setRecord] = useState<string | null>(null)
  const client = useQueryClient()
  const run = useMutation({
    mutationFn: (send: boolean) => enrichmentApi.try(id, { record_id: record ?? '', send }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['enrichment', 'one', id] }),
  })
  const Picker = object === 'person' ? PersonPicker : CompanyPicker
  const choose = (next: string | null) => {
    setRecord(next)
    run.reset()
  }
  return (
    <Stack gap="md" maw="56rem">
      <Text size="sm" c="dimmed">
        Nothing is written. A request that is sent counts towards the limits and may cost.
      </Text>
      <Group align="flex-end">
        <Picker
          label={object === 'person' ? 'Person' : 'Company'}
          w="20rem"
          value={record}
          onChange={choose}
        />
        <Button
          variant="default"
          disabled={record === null}
          loading={run.isPending && run.variables === false}
          onClick={() => run.mutate(false)}
        >
          Show the request
        </Button>
        <Button
          disabled={record === null}
          loading={run.isPending && run.variables === true}
          onClick={() => run.mutate(true)}
        >
          Send it
        </Button>
      </Group>
      <FormError error={run.error} />
      {run.data && <Trial trial={run.data} />}
    </Stack>
  )
}

const tones = { found: 'green', not_found: 'yellow', not_sent: 'blue', failed: 'red' } as const

function Trial({ trial: { request, answer, result, sentence, traits } }: { trial: EnrichmentTrial }) {
  return (
    <>
      <Alert color={tones[result]} variant="light" py="xs" c="inherit" role="status">
        {sentence}
      </Alert>
      {traits.length > 0 && <Values traits={traits} />}
      <Section title="Request">
        <dl className={classes.facts}>
          <dt>{request.method}</dt>
          <dd>{request.url}</dd>
          {request.headers.map(({ name, value }) => (
            <HeaderFact key={name} name={name} value={value} />
          ))}
        </dl>
        {request.body !== null && <Code label="Body" text={JSON.stringify(request.body, null, 2)} />}
      </Section>
      {answer && answer.status !== null && (
        <Section title={`Answer: ${answer.status}`}>
          <Code label="Answer" text={indented(answer.text)} />
        </Section>
      )}
    </>
  )
}

function HeaderFact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <pre className={classes.code} tabIndex={0} aria-label={label}>
      {text === '' ? '(empty)' : text}
    </pre>
  )
}

function Values({ traits }: { traits: TriedTrait[] }) {
  return (
    <Table aria-label="What would be written" layout="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Trait</Table.Th>
          <Table.Th>Value</Table.Th>
          <Table.Th>Now</Table.Th>
          <Table.Th>Written?</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {traits.map(({ trait, value, now, written, reason }) => (
          <Table.Tr key={trait}>
            <Table.Td>{trait}</Table.Td>
            <Table.Td>{plainValue(value)}</Table.Td>
            <Table.Td>{plainValue(now)}</Table.Td>
            <Table.Td>{written ? 'Yes' : `No. ${reason ?? ''}`}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
