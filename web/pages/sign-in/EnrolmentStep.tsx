import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../api.ts'
import { EnrolApp } from '../../components/two-factor/EnrolApp.tsx'
import { RecoveryCodes } from '../../components/two-factor/RecoveryCodes.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { useGiveUp } from './StartAgain.tsx'

/** Has who may not come in without a second factor set one up; the page goes on once the recovery codes were seen. */
export function EnrolmentStep({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const [codes, setCodes] = useState<string[] | null>(null)
  const begin = useMutation({ mutationFn: api.session.startEnrolment })
  const giveUp = useGiveUp()
  const { mutate } = begin
  useEffect(() => mutate(), [mutate])
  if (codes) return <RecoveryCodes codes={codes} onDone={() => void onSignedIn()} />
  if (begin.error) return <ErrorState error={begin.error} again={() => mutate()} />
  return (
    <EnrolApp
      enrolment={begin.data ?? null}
      confirm={api.session.confirmEnrolment}
      onDone={({ recovery_codes }) => setCodes(recovery_codes)}
      onCancel={() => void giveUp()}
    />
  )
}
