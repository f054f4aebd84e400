import { Select, Switch, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AutomaticLinking as Automatic } from '../../../model/linkage.ts'
import { api } from '../../api.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './duplicates.module.css'
import { percent, personName } from '../../lib/pair-words.ts'

/** None lower: a merge that nobody looked at should be nearly certain. */
const thresholds = [0.9, 0.95, 0.98, 0.99, 0.995, 0.999]
const KEY = ['linkage', 'found', 'automatic']

/** Lets the surest pairs be linked without being asked about; says first what that would do. */
export function AutomaticLinking() {
  const automatic = useQuery({ queryKey: KEY, queryFn: api.linkage.automatic })
  const [asking, setAsking] = useState(false)
  const mayWrite = useMay()('duplicates:write')
  const client = useQueryClient()
  const turn = useMutation({
    mutationFn: api.linkage.switchAutomatic,
    onSuccess: async (now) => {
      client.setQueryData(KEY, now)
      toastSaved(now.on ? 'The surest pairs are linked by themselves' : 'Nothing is linked without you')
      await client.invalidateQueries({ queryKey: ['linkage'] })
    },
    onError: (error) => toastError(error),
  })
  if (!automatic.data?.learned) return null
  const { on, from, linked } = automatic.data
  return (
    <Section title="Link the surest without asking">
      <Switch
        label={`Pairs of ${percent(from)} and more become one person by themselves`}
        description="Each can be taken back, and is never linked again then. What somebody keeps apart stays apart, and the rules of who is who hold."
        checked={on}
        disabled={!mayWrite || turn.isPending}
        onChange={() => (on ? turn.mutate({ on: false, from }) : setAsking(true))}
      />
      <Select
        label="From"
        w="8rem"
        mt="xs"
        allowDeselect={false}
        disabled={!mayWrite || turn.isPending}
        data={thresholds.map((value) => ({ value: String(value), label: percent(value) }))}
        value={String(thresholds.find((value) => value === from) ?? from)}
        onChange={(value) => value && turn.mutate({ on, from: Number(value) })}
      />
      <Text size="sm" mt="xs">
        {effectOf(automatic.data)}{' '}
        {linked > 0 && (
          <TextLink {...links.duplicates({ state: 'same' })}>{counted(linked, 'link')} made so far</TextLink>
        )}
      </Text>
      <Examples automatic={automatic.data} />
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Link the surest pairs without asking?"
        verb="Link them"
        onConfirm={() => turn.mutateAsync({ on: true, from })}
      >
        {effectOf(automatic.data)} So will those found later. Each merge stands on the timeline of its person,
        with its probability, and can be taken back.
      </ConfirmDialog>
    </Section>
  )
}

function effectOf({ on, pairs, people, held_back }: Automatic): string {
  const what =
    pairs === 0
      ? 'There is no such pair now.'
      : on
        ? `${counted(pairs, 'pair')} of ${number(people)} people ${pairs === 1 ? 'waits' : 'wait'} to be linked.`
        : `That is ${counted(pairs, 'pair')} of ${number(people)} people now.`
  const back =
    held_back > 0
      ? ` ${counted(held_back, pairs > 0 ? 'more pair' : 'pair')} would break the rules of who is who, and ${held_back === 1 ? 'stays' : 'stay'} to be decided.`
      : ''
  return what + back
}

function Examples({ automatic: { on, examples } }: { automatic: Automatic }) {
  if (on || examples.length === 0) return null
  return (
    <ul className={classes.examples} aria-label="Examples">
      {examples.map(({ id, a, b, probability }) => (
        <li key={id}>
          <TextLink {...links.duplicates({ pair: id, person: a.id })}>
            {personName(a)} and {personName(b)}
          </TextLink>{' '}
          {percent(probability)}
        </li>
      ))}
    </ul>
  )
}
