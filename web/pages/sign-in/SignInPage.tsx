import { Alert, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { signOnProblems } from '../../../model/sign-on-provider.ts'
import { sessionQuery, useSession } from '../../lib/session.ts'
import { BarePage } from '../../shell/BarePage.tsx'
import { CodeStep } from './CodeStep.tsx'
import { ForgotPassword } from './ForgotPassword.tsx'
import { EnrolmentStep } from './EnrolmentStep.tsx'
import { PasswordStep } from './PasswordStep.tsx'

/** Signing in: a password or a provider, and then what is left to show. */
export function SignInPage() {
  const { pending } = useSession()
  const { next, problem } = useSearch({ from: '/sign-in' })
  const goOn = useGoOn(next)
  const [forgotten, setForgotten] = useState<string | null>(null)
  switch (pending?.step) {
    case 'code':
      return (
        <BarePage title="Second factor" description="Open your authenticator app and type the code it shows.">
          <CodeStep rememberDays={pending.remember_days} onSignedIn={goOn} />
        </BarePage>
      )
    case 'enrolment':
      return (
        <BarePage
          title="Set up a second factor"
          description="It is required here. This takes a minute, once."
        >
          <Stack mt="lg">
            <EnrolmentStep onSignedIn={goOn} />
          </Stack>
        </BarePage>
      )
    case undefined:
      if (forgotten !== null)
        return (
          <BarePage
            title="Forgot your password?"
            description="Kith mails you a link by which you choose a new one."
          >
            <ForgotPassword email={forgotten} onBack={() => setForgotten(null)} />
          </BarePage>
        )
      return (
        <BarePage title="Sign in">
          {isProblem(problem) && (
            <Alert color="red" variant="light" role="alert" mt="lg" py="xs" c="var(--kith-bad)">
              {signOnProblems[problem]}
            </Alert>
          )}
          <PasswordStep
            next={isOwnAddress(next) ? next : undefined}
            onSignedIn={goOn}
            onForgot={setForgotten}
          />
        </BarePage>
      )
  }
}

/** Reads who is signed in now, and goes to the page that was asked for unless something is left to do. */
function useGoOn(next: string | undefined): () => Promise<void> {
  const client = useQueryClient()
  const router = useRouter()
  return async () => {
    const { user } = await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    if (user) await router.navigate({ href: isOwnAddress(next) ? next : '/', replace: true })
  }
}

function isProblem(problem: string | undefined): problem is keyof typeof signOnProblems {
  return problem !== undefined && Object.hasOwn(signOnProblems, problem)
}

/** Only an address inside this interface: a link must not lead a person who signs in to another site. */
function isOwnAddress(next: string | undefined): next is string {
  return next !== undefined && next.startsWith('/') && !next.startsWith('//') && !next.includes('\\')
}
