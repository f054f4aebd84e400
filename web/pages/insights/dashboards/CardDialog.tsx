import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import {
  cardKinds,
  cardTitle,
  dashboardCard,
  type CardKind,
  type DashboardCard,
} from '../../../../model/dashboard-cards.ts'
import type { Dashboard } from '../../../../model/dashboard.ts'
import { useMay } from '../../../lib/session.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import { FormError } from '../../../ui/FormError.tsx'
import { SettingFields, type Settings } from './SettingFields.tsx'
import type { DashboardEdits } from './use-dashboard-edits.ts'

const areas = { sales: 'Sales', marketing: 'Marketing', other: 'Other' } as const
const names = Object.keys(cardKinds).filter((key): key is CardKind => key in cardKinds)

export type CardDialogProps = {
  dashboard: Dashboard
  /** The card that is changed; without one a new card is made. */
  card: DashboardCard | undefined
  edits: DashboardEdits
  onClose: () => void
}

/** Chooses what a card shows. */
export function CardDialog({ dashboard: { cards }, card, edits, onClose }: CardDialogProps) {
  const [kind, setKind] = useState<CardKind | null>(card?.kind ?? null)
  const [title, setTitle] = useState(card?.title ?? '')
  const [settings, setSettings] = useState<Settings>(card?.settings ?? {})
  const made = kind && cardFrom({ card, kind, title, settings })
  const save = useMutation({
    mutationFn: async (next: DashboardCard) => {
      await edits.save({
        cards: card ? cards.map((one) => (one.id === card.id ? next : one)) : [...cards, next],
      })
      toastSaved(card ? `${cardTitle(next)} saved` : `${cardTitle(next)} added`)
    },
    onSuccess: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (made) save.mutate(made)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={card ? 'Settings of the card' : 'Add a card'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {!card && (
            <KindSelect
              kind={kind}
              onChange={(chosen) => {
                setKind(chosen)
                setSettings({})
              }}
            />
          )}
          {kind && (
            <>
              <Text size="sm" c="dimmed">
                {cardKinds[kind].explains}
              </Text>
              <SettingFields kind={kind} settings={settings} onChange={setSettings} />
              <TextInput
                label="Title"
                placeholder={cardKinds[kind].name}
                maxLength={100}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
            </>
          )}
          <FormError error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!made}>
              {card ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

type KindSelectProps = { kind: CardKind | null; onChange: (kind: CardKind) => void }

/** Of the cards, those that the reader may see. */
function KindSelect({ kind, onChange }: KindSelectProps) {
  const may = useMay()
  const offered = names.filter((one) => {
    const { permission } = cardKinds[one]
    return permission === null || may(permission)
  })
  return (
    <Select
      label="What it shows"
      placeholder="Choose a card"
      searchable
      data-autofocus
      allowDeselect={false}
      data={(['sales', 'marketing', 'other'] as const).map((area) => ({
        group: areas[area],
        items: offered
          .filter((one) => cardKinds[one].area === area)
          .map((one) => ({ value: one, label: cardKinds[one].name })),
      }))}
      value={kind}
      onChange={(chosen) => {
        const found = names.find((one) => one === chosen)
        if (found) onChange(found)
      }}
      nothingFoundMessage="No card is called so."
    />
  )
}

type Parts = { card: DashboardCard | undefined; kind: CardKind; title: string; settings: Settings }

/** The card as it is chosen; null as long as something is missing. */
function cardFrom({ card, kind, title, settings }: Parts): DashboardCard | null {
  const parsed = dashboardCard.safeParse({
    id: card?.id ?? crypto.randomUUID(),
    kind,
    title,
    width: card?.width ?? cardKinds[kind].width,
    settings,
  })
  return parsed.success ? parsed.data : null
}
