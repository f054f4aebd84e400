import { Table, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { Explanation } from '../../../model/person.ts'
import { IdentifierChip } from '../../components/IdentifierChip.tsx'
import { number } from '../../lib/format.ts'
import { links as to } from '../../lib/links.ts'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import type { IdentityLink, IdentityNode } from './identity-layout.ts'
import classes from './IdentityLinks.module.css'

type LinksProps = { links: IdentityLink[]; identifiers: IdentityNode[] }

/** Every link with its reason, as tables: those that bind, then those that were refused. */
export function IdentityLinks({ explanation: { identifiers, links } }: { explanation: Explanation }) {
  const accepted = links.filter((link) => link.accepted)
  const refused = links.filter((link) => !link.accepted)
  return (
    <div className={classes.links}>
      {accepted.length > 0 && (
        <Section title="Links that bind" count={accepted.length}>
          <LinkTable label="Links that bind" links={accepted} identifiers={identifiers} />
        </Section>
      )}
      {refused.length > 0 && (
        <Section title="Links that were refused" count={refused.length}>
          <LinkTable label="Links that were refused" links={refused} identifiers={identifiers} />
        </Section>
      )}
    </div>
  )
}

function LinkTable({ label, links, identifiers }: LinksProps & { label: string }) {
  const byId = new Map(identifiers.map((one) => [one.id, one]))
  return (
    <Table aria-label={label} className={classes.table} fz="sm" verticalSpacing={6} horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Identifiers</Table.Th>
          <Table.Th>Why</Table.Th>
          <Table.Th ta="right">Times</Table.Th>
          <Table.Th>Last</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {links.map((link) => (
          <Table.Tr key={`${link.from} ${link.to}`} className={classes.row}>
            <Table.Td className={classes.ends}>
              <End identifier={byId.get(link.from)} />
              <End identifier={byId.get(link.to)} />
            </Table.Td>
            <Table.Td>
              <span className={classes.why}>
                {link.accepted ? (
                  <IconCheck size={15} color="var(--kith-good)" aria-hidden />
                ) : (
                  <IconX size={15} color="var(--kith-bad)" aria-hidden />
                )}
                <span>{link.sentence}</span>
              </span>
            </Table.Td>
            <Table.Td ta="right" data-label="Times seen:">
              {number(link.count)}
            </Table.Td>
            <Table.Td className={classes.time}>
              <RelativeTime at={link.last_seen} />
              <Text size="xs" c="dimmed">
                {link.source}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function End({ identifier }: { identifier: IdentityNode | undefined }) {
  if (!identifier) return null
  return (
    <div>
      <IdentifierChip identifier={identifier} />
      {!identifier.mine && (
        <TextLink {...to.person(identifier.person_id)} fz="xs" ml={6}>
          other person
        </TextLink>
      )}
    </div>
  )
}
