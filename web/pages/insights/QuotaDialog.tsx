import { Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Forecast } from '../../../model/sales.ts'
import { salesApi } from '../../api-sales.ts'
import { api } from '../../api.ts'
import { UserPicker } from '../../components/UserPicker.tsx'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { periodName, unitOf, type Period } from './period.ts'

const kinds = ['user', 'team', 'everybody'] as const
type Kind = (typeof kinds)[number]

export type QuotaDialogProps = { pipeline: Forecast['pipeline']; period: Period; onClose: () => void }

/** Sets what a colleague, a team or everybody is to win in the period. */
export function QuotaDialog({ pipeline, period, onClose }: QuotaDialogProps) {
  const client = useQueryClient()
  const [kind, setKind] = useState<Kind>('user')
  const [user, setUser] = useState<string | null>(null)
  const [team, setTeam] = useState<string | null>(null)
  const [amount, setAmount] = useState<number | string>('')
  const teams = useQuery({ queryKey: ['teams'], queryFn: api.teams.list })
  const save = useMutation({
    mutationFn: () =>
      salesApi.quotas.set({
        pipeline_id: pipeline.id,
        user_id: kind === 'user' ? user : null,
        team_id: kind === 'team' ? team : null,
        ...period,
        amount: amount === '' ? null : Number(amount),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['deals', 'forecast'] })
      toastSaved(amount === '' ? 'Quota taken away' : 'Quota set')
      onClose()
    },
  })
  const problems = fieldErrors(save.error)
  const isWhole = unitOf(period) !== null
  const isNamed = kind === 'everybody' || (kind === 'user' ? user : team) !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal opened onClose={onClose} title={`Quota for ${periodName(period)}`}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SegmentedControl
            aria-label="Whose quota"
            data={[
              { value: 'user', label: 'A colleague' },
              { value: 'team', label: 'A team' },
              { value: 'everybody', label: 'Everybody' },
            ]}
            value={kind}
            onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'user')}
          />
          {kind === 'user' && (
            <UserPicker label="Colleague" value={user} onChange={setUser} error={problems.user_id} />
          )}
          {kind === 'team' && (
            <Select
              label="Team"
              data={(teams.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={team}
              onChange={setTeam}
              error={problems.team_id}
            />
          )}
          <NumberInput
            label={`To win, in ${pipeline.currency}`}
            description="Spread evenly over the months. Leave it empty to take a quota away."
            min={0}
            thousandSeparator=","
            value={amount}
            onChange={setAmount}
            error={problems.amount}
          />
          {!isWhole && (
            <Text size="sm" c="dimmed">
              Choose a month, a quarter or a year first: quotas are of whole months.
            </Text>
          )}
          <FormError error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!isNamed || !isWhole}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
