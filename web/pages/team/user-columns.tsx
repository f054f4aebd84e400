import type { User } from '../../../model/access.ts'
import { useMay, useSession } from '../../lib/session.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { InviteAgain } from './InviteAgain.tsx'
import { RemoveUser } from './RemoveUser.tsx'
import { ResetSecondFactor } from './ResetSecondFactor.tsx'
import { UserRoles } from './UserRoles.tsx'
import classes from './team.module.css'

/** The columns of the team; who may manage users changes roles and removes people in place. */
export function useUserColumns(): Column<User>[] {
  const mayWrite = useMay()('users:write')
  const me = useSession().user?.id
  const columns: Column<User>[] = [
    { id: 'name', header: 'Name', cell: (user) => <UserName user={user} isMe={user.id === me} /> },
    { id: 'email', header: 'E-mail', cell: ({ email }) => email },
    {
      id: 'role',
      header: 'Roles',
      width: '16rem',
      cell: (user) => <UserRoles user={user} mayChange={mayWrite && user.id !== me} />,
    },
    {
      id: 'two-factor',
      header: 'Second factor',
      width: '8rem',
      wideOnly: true,
      cell: ({ two_factor }) => (two_factor ? <Chip tone="good">On</Chip> : '–'),
    },
    {
      id: 'added',
      header: 'Added',
      width: '9rem',
      align: 'right',
      wideOnly: true,
      cell: ({ created_at }) => <RelativeTime at={created_at} />,
    },
  ]
  if (!mayWrite) return columns
  const remove: Column<User> = {
    id: 'remove',
    header: '',
    width: '5.5rem',
    align: 'right',
    cell: (user) =>
      user.id !== me && (
        <span className={classes.actions}>
          <InviteAgain user={user} />
          <ResetSecondFactor user={user} />
          <RemoveUser user={user} />
        </span>
      ),
  }
  return [...columns, remove]
}

function UserName({ user, isMe }: { user: User; isMe: boolean }) {
  return (
    <span className={classes.user}>
      <Avatar label={user.name} seed={user.id} />
      <span className={classes.name}>{user.name}</span>
      {isMe && <Chip>you</Chip>}
      {user.invited && <Chip tone="soon">Invited</Chip>}
    </span>
  )
}
