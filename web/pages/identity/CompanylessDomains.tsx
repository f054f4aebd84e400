import { Button, Skeleton, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { editsApi } from '../../api-edits.ts'
import { emailCompaniesApi } from '../../api-email-companies.ts'
import { counted } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './identity.module.css'

const KEY = ['identity', 'companyless']
const WATCH_MS = 3_000

/** The domains with most people and no company; one click makes it. */
export function CompanylessDomains({ isBusy }: { isBusy: boolean }) {
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: emailCompaniesApi.domains,
    refetchInterval: isBusy ? WATCH_MS : false,
  })
  const domains = data?.data
  return (
    <Section title="Domains without a company" count={domains?.length ?? 0}>
      {!domains && <Skeleton height={120} />}
      {domains?.length === 0 && (
        <Text size="sm" c="dimmed">
          Every work address that Kith has looked at belongs to a company.
        </Text>
      )}
      <ul className={classes.domains}>
        {domains?.map(({ domain, addresses }) => (
          <li key={domain}>
            <Text span size="sm" fw={500}>
              {domain}
            </Text>
            <Text span size="sm" c="dimmed">
              {counted(addresses, 'address', 'addresses')}
            </Text>
            <MakeCompany domain={domain} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function MakeCompany({ domain }: { domain: string }) {
  const client = useQueryClient()
  const make = useMutation({
    mutationFn: () => editsApi.createCompany({ name: domain, domain }),
    onSuccess: async () => {
      toastSaved(`${domain} is a company now; its people are being added`)
      await client.invalidateQueries({ queryKey: KEY })
    },
    onError: (error) => toastError(error),
  })
  if (!useMay()('companies:write')) return null
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={`Make company of ${domain}`}
      loading={make.isPending || make.isSuccess}
      onClick={() => make.mutate()}
    >
      Make company
    </Button>
  )
}
