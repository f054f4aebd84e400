import { ActionIcon, Tooltip } from '@mantine/core'
import { IconMailForward } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { User } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** Mails the invitation again to who has not come in yet. */
export function InviteAgain({ user }: { user: User }) {
  const { data } = useQuery({ queryKey: ['sign-on', 'options'], queryFn: api.signOn.options })
  const invite = useMutation({
    mutationFn: () => api.passwordLinks.invite(user.id),
    onSuccess: () => toastSaved(`${user.name} is invited again`),
    onError: toastError,
  })
  if (!user.invited || !data?.mails) return null
  return (
    <Tooltip label="Mail the invitation again">
      <ActionIcon
        aria-label={`Mail the invitation to ${user.name} again`}
        loading={invite.isPending}
        onClick={() => invite.mutate()}
      >
        <IconMailForward size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
