import { Button, Group, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Lead } from '../../../model/lead.ts'
import { leadStatuses } from '../../../model/lead-status.ts'
import { statusNames } from './lead-columns.tsx'
import { useLeadEdit } from './use-lead-edit.ts'

/** The status of a lead; to disqualify it takes a reason. */
export function LeadStatusField({ lead }: { lead: Lead }) {
  const { change } = useLeadEdit(lead)
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const back = { status: lead.status, ...(lead.status === 'disqualified' && { reason: lead.reason }) }
  const choose = (value: string) => {
    const status = leadStatuses.find((one) => one === value)
    setAsking(status === 'disqualified' && lead.status !== 'disqualified')
    if (status && status !== 'disqualified' && status !== lead.status)
      void change({ status }, back, `Now ${statusNames[status].toLowerCase()}`)
  }
  const disqualify = () => {
    setAsking(false)
    void change({ status: 'disqualified', reason }, back, 'Disqualified')
  }
  return (
    <>
      <SegmentedControl
        aria-label="Status"
        fullWidth
        disabled={lead.converted_at !== null}
        data={leadStatuses.map((status) => ({ value: status, label: statusNames[status] }))}
        value={asking ? 'disqualified' : lead.status}
        onChange={choose}
      />
      {asking && (
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            label="Why is it disqualified?"
            flex={1}
            maxLength={300}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && reason.trim() !== '' && disqualify()}
          />
          <Button disabled={reason.trim() === ''} onClick={disqualify}>
            Disqualify
          </Button>
        </Group>
      )}
      {!asking && lead.reason && <TextInput label="Why it was disqualified" readOnly value={lead.reason} />}
    </>
  )
}
