import { useQuery } from '@tanstack/react-query'
import type { EmailCompanyRule } from '../../../model/company-from-email.ts'
import { emailCompaniesApi } from '../../api-email-companies.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Section } from '../../ui/Section.tsx'
import { CompanylessDomains } from './CompanylessDomains.tsx'
import { EmailRuleForm } from './EmailRuleForm.tsx'
import classes from './identity.module.css'
import { Progress } from './Progress.tsx'
import { RulesSkeleton } from './RulesSkeleton.tsx'

const WATCH_MS = 1_000

/** Whether people are added to the company whose domain their e-mail address has, and which domains have none. */
export function CompaniesFromEmail() {
  const mayWrite = useMay()('identity:write')
  const { data, error, refetch } = useQuery({
    queryKey: ['identity', 'email-companies'],
    queryFn: emailCompaniesApi.rule,
    refetchInterval: ({ state: { data: rule } }) => (rule && isBusy(rule) ? WATCH_MS : false),
  })
  if (error && !data) return <ErrorState error={error} again={() => void refetch()} />
  if (!data) return <RulesSkeleton />
  const { mode, excluded, progress } = data
  return (
    <>
      {!progress.finished && <Progress {...progress} what="Looking through the addresses you have" />}
      <div className={classes.columns}>
        <Section title="Companies from e-mail addresses">
          <EmailRuleForm key={`${mode} ${excluded.join()}`} rule={data} mayWrite={mayWrite} />
        </Section>
        {mayWrite && <CompanylessDomains isBusy={isBusy(data)} />}
      </div>
    </>
  )
}

function isBusy({ progress, removing }: EmailCompanyRule): boolean {
  return !progress.finished || removing
}
