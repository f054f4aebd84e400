import { Button, Menu } from '@mantine/core'
import {
  IconBolt,
  IconBriefcase,
  IconBuilding,
  IconChevronDown,
  IconDice5,
  IconMailCheck,
  IconMapPin,
  IconParentheses,
  IconStairs,
  IconTag,
  IconUserCheck,
  IconUsers,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react'
import type { RefObject } from 'react'
import type { SegmentMembers } from '../../../model/segment.ts'
import classes from './builder.module.css'
import type { DraftNode } from './draft-schema.ts'
import { blank } from './draft.ts'
import { useMembers } from './members-context.ts'

const DEEPEST = 4

type Kind = DraftNode['kind']

const kinds: Record<Kind, { label: string; icon: Icon; make: () => DraftNode; levels: number }> = {
  event: { label: 'Event', icon: IconBolt, make: blank.event, levels: 0 },
  trait: { label: 'Trait', icon: IconTag, make: blank.trait, levels: 0 },
  sequence: { label: 'Sequence', icon: IconStairs, make: blank.sequence, levels: 0 },
  people: { label: 'People', icon: IconUsers, make: blank.people, levels: 1 },
  company: { label: 'Company', icon: IconBuilding, make: blank.company, levels: 2 },
  deal: { label: 'Deal', icon: IconBriefcase, make: blank.deal, levels: 0 },
  owner: { label: 'Owner', icon: IconUserCheck, make: blank.owner, levels: 0 },
  reach: { label: 'Can be reached', icon: IconMailCheck, make: blank.reach, levels: 0 },
  segment: { label: 'Other segment', icon: IconUsersGroup, make: blank.segment, levels: 0 },
  sample: { label: 'Random sample', icon: IconDice5, make: blank.sample, levels: 0 },
  place: { label: 'Place', icon: IconMapPin, make: blank.place, levels: 0 },
  group: { label: 'Group', icon: IconParentheses, make: blank.group, levels: 1 },
}

const offered: Record<SegmentMembers, { first: Kind[]; more: Kind[] }> = {
  people: {
    first: ['event', 'trait', 'sequence'],
    more: ['company', 'deal', 'owner', 'reach', 'segment', 'sample', 'place', 'group'],
  },
  companies: {
    first: ['people', 'trait', 'deal'],
    more: ['owner', 'event', 'sequence', 'segment', 'sample', 'place', 'group'],
  },
}

export type AddConditionsProps = {
  first: RefObject<HTMLButtonElement | null>
  append: (node: DraftNode) => void
  depth: number
  withCompanies: boolean
}

/** Buttons that add a condition: the usual kinds, and in a menu the others that fit here. */
export function AddConditions({ first, append, depth, withCompanies }: AddConditionsProps) {
  const { members } = useMembers()
  const fits = (kind: Kind) =>
    (kinds[kind].levels === 0 || depth + kinds[kind].levels < DEEPEST) &&
    (kind !== 'company' || withCompanies)
  return (
    <div className={classes.add}>
      {offered[members].first.filter(fits).map((kind, place) => {
        const { label, icon: KindIcon, make } = kinds[kind]
        return (
          <Button
            key={kind}
            ref={place === 0 ? first : null}
            variant="default"
            leftSection={<KindIcon size={15} aria-hidden />}
            onClick={() => append(make())}
          >
            {label}
          </Button>
        )
      })}
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button variant="subtle" rightSection={<IconChevronDown size={15} aria-hidden />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {offered[members].more.filter(fits).map((kind) => {
            const { label, icon: KindIcon, make } = kinds[kind]
            return (
              <Menu.Item key={kind} leftSection={<KindIcon size={15} />} onClick={() => append(make())}>
                {label}
              </Menu.Item>
            )
          })}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
