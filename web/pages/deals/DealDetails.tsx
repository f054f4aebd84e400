import { Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Deal, Stage } from '../../../model/deal.ts'
import { ActivityComposer } from '../../components/activities/ActivityComposer.tsx'
import { AssignedBy } from '../../components/AssignedBy.tsx'
import { ConflictAlert } from '../../components/activities/ConflictAlert.tsx'
import { DoneActivities } from '../../components/activities/DoneActivities.tsx'
import { Upcoming } from '../../components/activities/Upcoming.tsx'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { FavouriteStar } from '../../components/FavouriteStar.tsx'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { FilesSection } from '../../components/FilesSection.tsx'
import { RecordAccess } from '../../components/RecordAccess.tsx'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { PresenceNote } from '../../components/PresenceNote.tsx'
import { UserPicker } from '../../components/UserPicker.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { links } from '../../lib/links.ts'
import { personLabel } from '../../lib/people.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import { usePresence } from '../../lib/presence.ts'
import { useMay } from '../../lib/session.ts'
import { EditableText } from '../../ui/EditableText.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import { amountProblem, readAmount } from './amount-text.ts'
import { DealFacts } from './DealFacts.tsx'
import { DealHistory } from './DealHistory.tsx'
import { DeleteDeal } from './DeleteDeal.tsx'
import { LineItems } from './line-items/LineItems.tsx'
import { useAskedMove } from './use-asked-move.tsx'
import { useDealEdit } from './use-deal-edit.ts'

export type DealDetailsProps = { deal: Deal; onDeleted: () => void; onActivity: (id: string) => void }

/** A deal whose fields are edited in place, with what is planned, what was done, and its way through the stages. */
export function DealDetails({ deal, onDeleted, onActivity }: DealDetailsProps) {
  const may = useMay()
  const mayWrite = may('deals:write')
  const { save, conflict } = useDealEdit(deal)
  const client = useQueryClient()
  const others = usePresence(
    { type: 'deal', id: deal.id },
    {
      version: deal.version,
      onChanged: () => void client.invalidateQueries({ queryKey: ['deals', 'one', deal.id] }),
    },
  )
  return (
    <>
      <PresenceNote others={others} />
      {conflict && <ConflictAlert conflict={conflict} />}
      {mayWrite ? <Fields deal={deal} save={save} /> : <DealFacts deal={deal} />}
      <Text size="sm" c="dimmed" mt="md" mb="lg">
        {!mayWrite && deal.owner && `Owned by ${deal.owner.name}. `}Created{' '}
        <RelativeTime at={deal.created_at} />, changed <RelativeTime at={deal.updated_at} />.
      </Text>
      <AssignedBy object="deal" record={deal.id} owner={deal.owner?.id ?? null} />
      <LineItems deal={deal} mayWrite={mayWrite} save={save} />
      <FieldsSections object="deal" path={`deals/${deal.id}`} mayWrite={mayWrite} />
      <FilesSection of={{ path: 'deals', id: deal.id }} mayWrite={mayWrite} />
      {may('activities:read') && (
        <>
          <ActivityComposer about={{ dealId: deal.id }} />
          <Upcoming about={{ dealId: deal.id }} onOpen={onActivity} />
          <DoneActivities dealId={deal.id} onOpen={onActivity} />
        </>
      )}
      <RecordAccess object="deals" id={deal.id} />
      <FavouriteStar kind="record" object="deal" target_id={deal.id} />
      <Section title="Stages">
        <DealHistory deal={deal} />
      </Section>
      {mayWrite && <DeleteDeal deal={deal} onDeleted={onDeleted} />}
    </>
  )
}

const NO_STAGES: Stage[] = []

type FieldsProps = { deal: Deal; save: ReturnType<typeof useDealEdit>['save'] }

function Fields({ deal, save }: FieldsProps) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const stages = pipelines.find((one) => one.id === deal.pipeline_id)?.stages ?? NO_STAGES
  const { ask, dialog } = useAskedMove(stages)
  return (
    <Stack gap="sm">
      <EditableText label="Name" value={deal.name} maxLength={300} onSave={(name) => save({ name })} />
      <Group grow gap="sm" align="flex-start">
        <Select
          label="Stage"
          data={stages.map(({ id, name }) => ({ value: id, label: name }))}
          value={deal.stage_id}
          onChange={(id) =>
            id && id !== deal.stage_id && ask([deal], id, (answers) => save({ ...answers, stage_id: id }))
          }
          allowDeselect={false}
        />
        {deal.amount_source === 'line_items' ? (
          <TextInput
            label={`Amount in ${deal.currency}`}
            description="From its line items"
            inputWrapperOrder={['label', 'input', 'description']}
            value={deal.amount === null ? '' : String(deal.amount)}
            readOnly
          />
        ) : (
          <EditableText
            label={`Amount in ${deal.currency}`}
            inputMode="decimal"
            value={deal.amount === null ? '' : String(deal.amount)}
            check={amountProblem}
            onSave={(text) => save({ amount: readAmount(text) })}
          />
        )}
      </Group>
      {deal.closed_at && (deal.close_reason || deal.close_note) && (
        <Text size="sm">
          Reason: {[deal.close_reason?.name, deal.close_note].filter(Boolean).join(' · ')}
        </Text>
      )}
      {dialog}
      <EditableText
        label="Expected close"
        type="date"
        value={deal.expected_close_on ?? ''}
        check={() => null}
        onSave={(day) => save({ expected_close_on: day || null })}
      />
      <div>
        <PersonPicker
          label="Person"
          placeholder="Nobody"
          value={deal.person?.id ?? null}
          onChange={(id) => save({ person_id: id })}
        />
        {deal.person && (
          <TextLink {...links.person(deal.person.id)} fz="sm">
            Open {personLabel(deal.person)}
          </TextLink>
        )}
      </div>
      <div>
        <CompanyPicker
          label="Company"
          placeholder="No company"
          value={deal.company?.id ?? null}
          onChange={(id) => save({ company_id: id })}
        />
        {deal.company && (
          <TextLink {...links.company(deal.company.id)} fz="sm">
            Open {companyLabel(deal.company)}
          </TextLink>
        )}
      </div>
      <UserPicker
        label="Owner"
        placeholder="Nobody"
        value={deal.owner?.id ?? null}
        chosen={deal.owner}
        onChange={(id) => id !== (deal.owner?.id ?? null) && save({ owner_id: id })}
      />
    </Stack>
  )
}
