import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { DashboardCard } from '../../../../model/dashboard-cards.ts'
import type { Dashboard, DashboardChange } from '../../../../model/dashboard.ts'
import { dashboardsApi } from '../../../api-dashboards.ts'
import { links } from '../../../lib/links.ts'
import { toastError, toastSaved } from '../../../lib/toasts.tsx'

export type DashboardEdits = ReturnType<typeof useDashboardEdits>

/** What changes a dashboard. Cards move at once; what the server refuses is taken back, with its reason. */
export function useDashboardEdits(id: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const key = ['dashboards', id]
  const cached = () => client.getQueryData<Dashboard>(key)
  const refresh = () => client.invalidateQueries({ queryKey: ['dashboards'] })
  const edit = useMutation({
    mutationKey: key,
    // One after the other: each names the version that the one before made.
    scope: { id: `dashboard ${id}` },
    mutationFn: (change: DashboardChange) =>
      dashboardsApi.change(id, { ...change, version: cached()?.version }),
    onSuccess: (saved) => {
      const isLast = client.isMutating({ mutationKey: key }) === 1
      client.setQueryData<Dashboard>(key, (shown) =>
        isLast || !shown ? saved : { ...shown, version: saved.version },
      )
      void client.invalidateQueries({ queryKey: ['dashboards'], exact: true })
    },
    onError: () => void refresh(),
  })
  const arrange = (cards: DashboardCard[], said?: string) => {
    const before = cached()?.cards
    client.setQueryData<Dashboard>(key, (shown) => shown && { ...shown, cards })
    edit.mutate(
      { cards },
      {
        onError: (error) => toastError(error),
        onSuccess: () => {
          if (said !== undefined) toastSaved(said, before && (() => arrange(before)))
        },
      },
    )
  }
  return {
    /** Throws what the server says against it. */
    save: (change: DashboardChange) => edit.mutateAsync(change),
    /** Puts the cards in this order, with these widths; with a sentence it can be undone. */
    arrange,
    async remove({ name }: Dashboard): Promise<void> {
      const back = () => void dashboardsApi.restore(id).then(refresh, toastError)
      try {
        await dashboardsApi.remove(id)
        toastSaved(`${name} deleted`, back)
        await navigate(links.dashboards())
        await refresh()
      } catch (error) {
        toastError(error)
      }
    },
  }
}
