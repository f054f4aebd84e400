import { Alert, Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { IconArrowRight, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Lead } from '../../../model/lead.ts'
import { salesApi } from '../../api-sales.ts'
import { ActivityComposer } from '../../components/activities/ActivityComposer.tsx'
import { Upcoming } from '../../components/activities/Upcoming.tsx'
import { AssignedBy } from '../../components/AssignedBy.tsx'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { FilesSection } from '../../components/FilesSection.tsx'
import { RecordAccess } from '../../components/RecordAccess.tsx'
import { ScoreBadges } from '../../components/ScoreBadges.tsx'
import { UserPicker } from '../../components/UserPicker.tsx'
import { links } from '../../lib/links.ts'
import { accessQuery } from '../../lib/record-access.ts'
import { useMay } from '../../lib/session.ts'
import { EditableText } from '../../ui/EditableText.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { ConvertDialog } from './ConvertDialog.tsx'
import { LeadStatusField } from './LeadStatusField.tsx'
import { useLeadEdit } from './use-lead-edit.ts'

export type LeadDetailsProps = { lead: Lead; onDeleted: () => void; onActivity: (id: string) => void }

/** A lead whose fields are edited in place, with its person, what is planned, and what it became. */
export function LeadDetails({ lead, onDeleted, onActivity }: LeadDetailsProps) {
  const { data: access } = useQuery(accessQuery('leads', lead.id))
  const may = useMay()
  const mayEdit = access?.may.includes('edit') ?? false
  const { run } = useLeadEdit(lead)
  const [converting, setConverting] = useState(false)
  const about = lead.person && { personId: lead.person.id }
  return (
    <>
      {lead.converted_at === null ? (
        mayEdit &&
        lead.status !== 'disqualified' && (
          <Button
            mb="md"
            rightSection={<IconArrowRight size={16} aria-hidden />}
            onClick={() => setConverting(true)}
          >
            Convert
          </Button>
        )
      ) : (
        <Converted lead={lead} mayEdit={mayEdit} />
      )}
      <Text size="sm" mb="sm">
        {lead.person ? (
          <TextLink {...links.person(lead.person.id)} underline="always">
            {lead.email || (lead.person.name ?? 'The person')}
          </TextLink>
        ) : (
          lead.email
        )}
        <Text span inherit c="dimmed">
          {lead.person ? ' · their whole history stands on the page of the person' : ''}
        </Text>
      </Text>
      {lead.person && <ScoreBadges personId={lead.person.id} mb="sm" />}
      <Fields
        lead={lead}
        mayEdit={mayEdit}
        mayAssign={may('users:read') && (access?.may.includes('assign') ?? false)}
      />
      <Text size="sm" c="dimmed" mt="md" mb="lg">
        Created <RelativeTime at={lead.created_at} />, in this status since{' '}
        <RelativeTime at={lead.status_at} />.
      </Text>
      <FieldsSections object="lead" path={`leads/${lead.id}`} mayWrite={mayEdit} />
      <FilesSection of={{ path: 'leads', id: lead.id }} mayWrite={mayEdit} />
      {may('activities:read') && about && (
        <>
          <ActivityComposer about={about} />
          <Upcoming about={about} onOpen={onActivity} />
        </>
      )}
      <RecordAccess object="leads" id={lead.id} />
      {access?.may.includes('delete') && (
        <Button
          mt="xl"
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={() => {
            onDeleted()
            void run(salesApi.leads.remove(lead.id), `${lead.name} deleted`, () =>
              salesApi.leads.restore(lead.id),
            )
          }}
        >
          Delete
        </Button>
      )}
      {converting && <ConvertDialog lead={lead} onClose={() => setConverting(false)} />}
    </>
  )
}

function Converted({ lead, mayEdit }: { lead: Lead; mayEdit: boolean }) {
  const { run } = useLeadEdit(lead)
  return (
    <Alert color="green" variant="light" mb="md" title="Converted" c="inherit">
      <Group justify="space-between">
        <Text size="sm">
          {lead.company && (
            <>
              To{' '}
              <TextLink {...links.company(lead.company.id)} underline="always">
                {lead.company.name ?? 'a company'}
              </TextLink>
            </>
          )}
          {lead.company && lead.deal && ' and '}
          {lead.deal && (
            <>
              the deal{' '}
              <TextLink {...links.deals({ deal: lead.deal.id })} underline="always">
                {lead.deal.name}
              </TextLink>
            </>
          )}
          {!lead.company && !lead.deal && 'To its person alone'}
        </Text>
        {mayEdit && (
          <Button
            variant="default"
            size="xs"
            onClick={() => void run(salesApi.leads.undoConversion(lead.id), 'Conversion undone')}
          >
            Undo the conversion
          </Button>
        )}
      </Group>
    </Alert>
  )
}

type FieldsProps = { lead: Lead; mayEdit: boolean; mayAssign: boolean }

function Fields({ lead, mayEdit, mayAssign }: FieldsProps) {
  const { change } = useLeadEdit(lead)
  const [score, setScore] = useState<number | string>(lead.score ?? '')
  const texts = [
    { key: 'name', label: 'Name' },
    { key: 'company_name', label: 'Company' },
    { key: 'phone', label: 'Phone' },
    { key: 'source', label: 'Source' },
  ] as const
  if (!mayEdit) {
    const said = [lead.company_name, lead.phone, lead.source].filter(Boolean).join(' · ')
    return (
      <Text size="sm">
        {said}
        {lead.reason && ` · ${lead.reason}`}
      </Text>
    )
  }
  const saveScore = () => {
    const next = score === '' ? null : Number(score)
    if (next !== lead.score) void change({ score: next }, { score: lead.score }, 'Score saved')
  }
  return (
    <Stack gap="sm">
      <LeadStatusField lead={lead} />
      {texts.map(({ key, label }) => (
        <EditableText
          key={key}
          label={label}
          value={lead[key]}
          maxLength={300}
          {...(key !== 'name' && { check: () => null })}
          onSave={(text) => void change({ [key]: text }, { [key]: lead[key] }, `${label} saved`)}
        />
      ))}
      <NumberInput
        label="Score"
        description="Given by hand, up to 100."
        min={0}
        max={100}
        allowDecimal={false}
        value={score}
        onChange={setScore}
        onBlur={saveScore}
      />
      {mayAssign && (
        <UserPicker
          label="Owner"
          placeholder="Nobody"
          value={lead.owner?.id ?? null}
          chosen={lead.owner}
          onChange={(owner) =>
            owner !== (lead.owner?.id ?? null) &&
            void change({ owner_id: owner }, { owner_id: lead.owner?.id ?? null }, 'Owner changed')
          }
        />
      )}
      <AssignedBy object="lead" record={lead.id} owner={lead.owner?.id ?? null} />
    </Stack>
  )
}
