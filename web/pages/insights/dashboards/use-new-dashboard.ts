import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { DashboardInput } from '../../../../model/dashboard.ts'
import type { DashboardTemplate } from '../../../../model/dashboard-templates.ts'
import { dashboardsApi } from '../../../api-dashboards.ts'
import { links } from '../../../lib/links.ts'
import { toastError } from '../../../lib/toasts.tsx'

/** Makes a dashboard from a template or as another one is, and opens it. */
export function useNewDashboard() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const making = useMutation({
    mutationFn: (input: DashboardInput) => dashboardsApi.create(input),
    onSuccess: async (made) => {
      client.setQueryData(['dashboards', made.id], made)
      await client.invalidateQueries({ queryKey: ['dashboards'], exact: true })
      await navigate(links.dashboard(made.id))
    },
    onError: (error) => toastError(error),
  })
  return {
    isPending: making.isPending,
    create: ({ name, cards }: DashboardTemplate) =>
      making.mutate({
        name: cards.length === 0 ? 'New dashboard' : name,
        cards: cards.map((card) => ({ ...card, id: crypto.randomUUID() })),
      }),
    duplicate: ({ name, filters, cards }: DashboardInput) =>
      making.mutate({
        name: `Copy of ${name}`.slice(0, 100),
        filters,
        cards: (cards ?? []).map((card) => ({ ...card, id: crypto.randomUUID() })),
      }),
  }
}
