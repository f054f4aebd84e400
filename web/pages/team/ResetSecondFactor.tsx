import { ActionIcon, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDeviceMobileOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { User } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { useIsOwner } from './RolesField.tsx'

/** Helps a colleague who has lost app and recovery codes. */
export function ResetSecondFactor({ user }: { user: User }) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const iAmOwner = useIsOwner()
  if (!user.two_factor || (user.roles.includes('owner') && !iAmOwner)) return null
  const reset = async () => {
    await api.users.resetSecondFactor(user.id)
    toastSaved(`Second factor of ${user.name} reset`)
    await client.invalidateQueries({ queryKey: ['users'] })
  }
  return (
    <>
      <Tooltip label="Reset the second factor">
        <ActionIcon aria-label={`Reset the second factor of ${user.name}`} onClick={open}>
          <IconDeviceMobileOff size={16} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Reset the second factor of ${user.name}?`}
        verb="Reset"
        onConfirm={reset}
      >
        <Text size="sm">
          {user.name} is signed out everywhere and signs in with the password alone, until an app is set up
          again. Make sure that it is really {user.name} who asks.
        </Text>
      </ConfirmDialog>
    </>
  )
}
