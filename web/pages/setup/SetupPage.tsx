import { useSession } from '../../lib/session.ts'
import { ConnectStep } from './ConnectStep.tsx'
import { OwnerStep } from './OwnerStep.tsx'

/** First run: makes the owner's account, then waits with them for the first event. */
export function SetupPage() {
  return useSession().needs_setup ? <OwnerStep /> : <ConnectStep />
}
