import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core'
import { IconEdit, IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Team } from '../../../model/role.ts'
import { teamsQuery } from '../../lib/roles.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { TeamDialog } from './TeamDialog.tsx'
import { TeamToolbar } from './TeamToolbar.tsx'
import classes from './team.module.css'

/** The teams as a tree: whoever is in one sees what belongs to the teams below, too. */
export function TeamsSection({ mayWrite }: { mayWrite: boolean }) {
  const query = useQuery(teamsQuery)
  const [edited, setEdited] = useState<Team | 'new' | null>(null)
  const teams = query.data?.data ?? []
  const add = mayWrite && (
    <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
      New team
    </Button>
  )
  return (
    <>
      <TeamToolbar sentence="Roles that reach “Team” open the records of one’s teams and of all teams below them.">
        {teams.length > 0 && add}
      </TeamToolbar>
      {query.isPending && <BlockSkeleton height={160} />}
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.data && teams.length === 0 && (
        <EmptyState title="No teams yet" icon={<IconUsersGroup size={22} />} action={add}>
          Put a manager into a team and the reps into one below it: the manager sees what is theirs.
        </EmptyState>
      )}
      <Branch teams={teams} parent={null} onEdit={mayWrite ? setEdited : null} />
      <TeamDialog team={edited} teams={teams} onClose={() => setEdited(null)} />
    </>
  )
}

type BranchProps = { teams: Team[]; parent: string | null; onEdit: ((team: Team) => void) | null }

function Branch({ teams, parent, onEdit }: BranchProps) {
  const here = teams.filter((team) => team.parent_id === parent)
  if (here.length === 0) return null
  return (
    <ul className={classes.tree} {...(parent === null && { 'aria-label': 'Teams' })}>
      {here.map((team) => (
        <li key={team.id}>
          <Group gap="xs" wrap="nowrap" className={classes.team}>
            <div className={classes.about}>
              <Text fw={500}>{team.name}</Text>
              <Text size="sm" c="dimmed">
                {team.members.length === 0 ? 'Nobody yet' : team.members.map(({ name }) => name).join(', ')}
              </Text>
            </div>
            {onEdit && (
              <Tooltip label="Change">
                <ActionIcon aria-label={`Change ${team.name}`} onClick={() => onEdit(team)}>
                  <IconEdit size={16} />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
          <Branch teams={teams} parent={team.id} onEdit={onEdit} />
        </li>
      ))}
    </ul>
  )
}
