import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { householdModes, type HouseholdMode, type HouseholdRule } from '../../../model/household.ts'
import { householdsApi } from '../../api-households.ts'
import { counted, number, relativeTime } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { Section } from '../../ui/Section.tsx'
import { HouseholdExamples } from './HouseholdExamples.tsx'
import { Progress } from './Progress.tsx'
import { RulesSkeleton } from './RulesSkeleton.tsx'
import { useAction } from './use-rules.ts'

const WATCH_MS = 1_000

const words: Record<HouseholdMode, { label: string; description: string }> = {
  off: { label: 'None', description: 'People are in a household only where somebody put them into one.' },
  address: {
    label: 'Who has the same postal address',
    description: 'Street and number with the postal code, or else the city, however they are written.',
  },
  address_and_name: {
    label: 'Who has the same postal address and last name',
    description: 'For houses of many flats whose addresses do not say which.',
  },
  phone: { label: 'Who has the same phone number', description: 'Numbers of at least seven digits.' },
}

/** Which people are a household, with what another rule would make shown before it holds. */
export function Households() {
  const { data, error, refetch } = useQuery({
    queryKey: ['identity', 'households'],
    queryFn: householdsApi.rule,
    refetchInterval: ({ state }) => (state.data && !state.data.progress.finished ? WATCH_MS : false),
  })
  if (error && !data) return <ErrorState error={error} again={() => void refetch()} />
  if (!data) return <RulesSkeleton />
  return (
    <>
      {!data.progress.finished && <Progress {...data.progress} what="Working out households" unit="people" />}
      <Section title="Households">
        <RuleForm key={data.mode} rule={data} />
      </Section>
    </>
  )
}

function RuleForm({ rule }: { rule: HouseholdRule }) {
  const mayWrite = useMay()('identity:write')
  const [mode, setMode] = useState(rule.mode)
  const isChanged = mode !== rule.mode
  const preview = useQuery({
    queryKey: ['identity', 'households', 'preview', mode],
    queryFn: () => householdsApi.preview(mode),
    enabled: isChanged && mode !== 'off',
  })
  const save = useAction(
    () => householdsApi.change(mode),
    mode === 'off' ? 'Households are taken apart' : 'Saved; households are worked out',
  )
  return (
    <Stack gap="sm" maw="40rem">
      <Text size="sm" c="dimmed">
        People of a household stay people of their own: nothing about them is put together.
      </Text>
      <Radio.Group
        label="Who is a household"
        value={mode}
        onChange={(value) => setMode(householdModes.find((one) => one === value) ?? mode)}
      >
        <Stack gap="xs" mt="xs">
          {householdModes.map((value) => (
            <Radio key={value} value={value} disabled={!mayWrite} {...words[value]} />
          ))}
        </Stack>
      </Radio.Group>
      {isChanged && preview.isFetching && (
        <Text size="sm" role="status">
          Looking what this would make…
        </Text>
      )}
      {isChanged && mode !== 'off' && preview.data && <HouseholdExamples preview={preview.data} />}
      <FormError error={preview.error} />
      {mayWrite && isChanged && (
        <Group gap="xs">
          <Button size="xs" loading={save.isPending} onClick={() => save.mutate(undefined)}>
            {mode === 'off' ? 'Take them apart' : 'Apply'}
          </Button>
          <Button size="xs" variant="default" onClick={() => setMode(rule.mode)}>
            Discard
          </Button>
        </Group>
      )}
      {rule.progress.finished && <Standing rule={rule} />}
    </Stack>
  )
}

function Standing({ rule: { households, people, updated_at, updated_by } }: { rule: HouseholdRule }) {
  const change = updated_at && updated_by ? ` Changed ${relativeTime(updated_at)} by ${updated_by}.` : ''
  return (
    <Text size="sm" c="dimmed" role="status">
      There {households === 1 ? 'is' : 'are'} {counted(households, 'household')} of {number(people)} people.
      {change}
    </Text>
  )
}
