import { UnstyledButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { sessionQuery } from '../../lib/session.ts'
import { toastError } from '../../lib/toasts.tsx'
import classes from './sign-in.module.css'

/** Gives up the sign-in that has begun, to begin another. */
export function StartAgain() {
  const giveUp = useGiveUp()
  return (
    <UnstyledButton className={classes.link} onClick={() => void giveUp()}>
      Start again
    </UnstyledButton>
  )
}

/** Forgets what has been shown so far and goes back to the ways to sign in. */
export function useGiveUp(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    try {
      await api.session.giveUp()
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    } catch (error) {
      toastError(error)
    }
  }
}
