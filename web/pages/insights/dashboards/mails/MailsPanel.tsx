import { Button, Group, Stack, Text } from '@mantine/core'
import { IconMailForward, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Dashboard, DashboardFilters } from '../../../../../model/dashboard.ts'
import { dashboardMailsApi } from '../../../../api-dashboards.ts'
import { NoMail } from '../../../../components/NoMail.tsx'
import { toastError, toastSaved } from '../../../../lib/toasts.tsx'
import { ErrorState } from '../../../../ui/ErrorState.tsx'
import { SidePanel } from '../../../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../../../ui/Skeletons.tsx'
import { MailForm } from './MailForm.tsx'
import { MailItem } from './MailItem.tsx'

export type MailsPanelProps = {
  dashboard: Dashboard
  filters: DashboardFilters
  opened: boolean
  onClose: () => void
}

/** When a dashboard is mailed, and to whom. */
export function MailsPanel({ dashboard, filters, opened, onClose }: MailsPanelProps) {
  return (
    <SidePanel opened={opened} onClose={onClose} title="Send by mail">
      {opened && <Mails dashboard={dashboard} filters={filters} />}
    </SidePanel>
  )
}

function Mails({ dashboard, filters }: Pick<MailsPanelProps, 'dashboard' | 'filters'>) {
  const [form, setForm] = useState<string | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['dashboard-mails', dashboard.id],
    queryFn: () => dashboardMailsApi.list(dashboard.id),
  })
  const now = useMutation({
    mutationFn: () => dashboardMailsApi.sendNow(dashboard.id, { filters }),
    onSuccess: ({ to }) => toastSaved(`On its way to ${to}`),
    onError: (problem) => toastError(problem),
  })
  if (error) return <ErrorState error={error} again={() => void refetch()} />
  if (!data) return <LinesSkeleton lines={4} />
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        Everybody gets what they may see, with the filters that the dashboard keeps.
      </Text>
      {!data.mails && <NoMail />}
      {data.data.map((mail) =>
        form === mail.id ? (
          <MailForm key={mail.id} dashboard={dashboard} mail={mail} onClose={() => setForm(null)} />
        ) : (
          <MailItem key={mail.id} dashboard={dashboard} mail={mail} onEdit={() => setForm(mail.id)} />
        ),
      )}
      {form === 'new' && <MailForm dashboard={dashboard} mail={undefined} onClose={() => setForm(null)} />}
      <Group gap="xs">
        {form !== 'new' && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setForm('new')}>
            Send it regularly
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconMailForward size={16} aria-hidden />}
          loading={now.isPending}
          disabled={!data.mails}
          onClick={() => now.mutate()}
        >
          Send me one now
        </Button>
      </Group>
    </Stack>
  )
}
