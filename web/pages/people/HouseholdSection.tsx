import { ActionIcon, Button, Popover, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Household, PersonHousehold } from '../../../model/household.ts'
import { householdsApi } from '../../api-households.ts'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { links } from '../../lib/links.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { Avatar } from '../../ui/Avatar.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from '../../components/member-list.module.css'

type Member = Household['members'][number]

/** Who shares a home with a person and why; others can be added, and each taken out. */
export function HouseholdSection({ id, mayWrite }: { id: string; mayWrite: boolean }) {
  const client = useQueryClient()
  const { data } = useQuery({ queryKey: ['people', 'household', id], queryFn: () => householdsApi.of(id) })
  const reread = () => client.invalidateQueries({ queryKey: ['people', 'household'] })
  const takeOut = useMutation({
    mutationFn: (one: Member) => householdsApi.decide(one.id, null),
    onSuccess: async (_, one) => {
      const mate = one.by_hand ? mateOf(data, one.id) : null
      const back = async () => {
        await (mate ? householdsApi.decide(one.id, mate) : householdsApi.undecide(one.id))
        await reread()
      }
      toastSaved(`${one.name} is out of the household`, () => void back().catch(toastError))
      await reread()
    },
    onError: (error) => toastError(error),
  })
  if (!data) return null
  const { household, decided } = data
  return (
    <Section
      title="Household"
      {...(household && { count: household.size })}
      action={mayWrite && <AddMate id={id} onAdded={reread} />}
    >
      {household ? (
        <Members
          household={household}
          self={id}
          {...(mayWrite && { onTakeOut: (one) => takeOut.mutate(one) })}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {decided?.alone ? `Lives alone, says ${decided.by}.` : 'Nobody shares their home.'}
        </Text>
      )}
      {decided && mayWrite && <ByRule id={id} onDone={reread} />}
    </Section>
  )
}

function mateOf(data: PersonHousehold | undefined, person: string): string | null {
  return data?.household?.members.find((one) => one.id !== person)?.id ?? null
}

type MembersProps = {
  household: Household
  self: string
  onTakeOut?: (member: Member) => void
}

function Members({ household: { members, size }, self, onTakeOut }: MembersProps) {
  const own = members.find(({ id }) => id === self)
  return (
    <>
      <ul className={classes.list}>
        {members.map((member) => (
          <li key={member.id} title={member.why}>
            <Avatar label={member.name} seed={member.id} />
            {member.id === self ? (
              <span>{member.name}</span>
            ) : (
              <TextLink {...links.person(member.id)} fz="inherit">
                {member.name}
              </TextLink>
            )}
            {member.by_hand && (
              <Text span size="xs" c="dimmed">
                by hand
              </Text>
            )}
            {onTakeOut && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                className={classes.remove}
                aria-label={`Take ${member.name} out of the household`}
                onClick={() => onTakeOut(member)}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {size > members.length && (
        <Text size="sm" c="dimmed">
          And {size - members.length} whom you do not get to see.
        </Text>
      )}
      {own && (
        <Text size="xs" c="dimmed">
          {own.why}
        </Text>
      )}
    </>
  )
}

function ByRule({ id, onDone }: { id: string; onDone: () => Promise<void> }) {
  const back = useMutation({
    mutationFn: () => householdsApi.undecide(id),
    onSuccess: async () => {
      toastSaved('The rule decides again')
      await onDone()
    },
    onError: (error) => toastError(error),
  })
  return (
    <Button size="compact-xs" variant="subtle" loading={back.isPending} onClick={() => back.mutate()}>
      Let the rule decide
    </Button>
  )
}

function AddMate({ id, onAdded }: { id: string; onAdded: () => Promise<void> }) {
  const [opened, setOpened] = useState(false)
  const add = useMutation({
    mutationFn: (mate: string) => householdsApi.decide(id, mate),
    onSuccess: async () => {
      setOpened(false)
      toastSaved('They share a household now')
      await onAdded()
    },
  })
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label="Add to a household"
          onClick={() => setOpened(!opened)}
        >
          Add
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" w="18rem">
          <PersonPicker
            label="Lives with"
            // In a portal a choice would be outside of the popover, and end it before it counts.
            comboboxProps={{ withinPortal: false }}
            value={null}
            onChange={(mate) => mate && add.mutate(mate)}
          />
          <FormError error={add.error} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
