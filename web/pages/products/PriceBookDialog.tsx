import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { PriceBook } from '../../../model/product.ts'
import { productsApi } from '../../api-products.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'

export type PriceBookDialogProps = { book: PriceBook | null; onClose: () => void }

type Draft = { name: string; currency: string; is_default: boolean; from: string; until: string }

/** Makes a price book, or changes, archives and restores one. */
export function PriceBookDialog({ book, onClose }: PriceBookDialogProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(book))
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (archived: boolean | undefined) => send(book, draft, archived),
    onSuccess: async (saved) => {
      toastSaved(`Price book ${saved.name} saved`)
      onClose()
      await Promise.all(
        [['price-books'], ['products']].map((queryKey) => client.invalidateQueries({ queryKey })),
      )
    },
  })
  const problems = fieldErrors(save.error)
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={book ? book.name : 'New price book'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            maxLength={100}
            value={draft.name}
            error={problems.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Currency"
            required
            maxLength={3}
            disabled={book !== null}
            value={draft.currency}
            error={problems.currency}
            onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
          />
          <Group grow align="flex-start">
            <TextInput
              type="date"
              label="Holds from"
              value={draft.from}
              error={problems.valid_from}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label="Holds until"
              value={draft.until}
              error={problems.valid_until}
              onChange={(event) => set({ until: event.currentTarget.value })}
            />
          </Group>
          <Checkbox
            label={`Deals in ${draft.currency || 'its currency'} take their prices from it`}
            checked={draft.is_default}
            onChange={(event) => set({ is_default: event.currentTarget.checked })}
          />
          <FormError error={Object.keys(problems).length > 0 ? null : save.error} />
          <Group justify="space-between" mt="xs">
            {book ? (
              <Button
                variant="default"
                onClick={() => save.mutate(book.archived_at === null)}
                disabled={save.isPending}
              >
                {book.archived_at === null ? 'Archive' : 'Restore'}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button
                type="submit"
                loading={save.isPending}
                disabled={draft.name.trim() === '' || draft.currency.length !== 3}
              >
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function draftOf(book: PriceBook | null): Draft {
  return {
    name: book?.name ?? '',
    currency: book?.currency ?? 'EUR',
    is_default: book?.is_default ?? false,
    from: book?.valid_from ?? '',
    until: book?.valid_until ?? '',
  }
}

function send(book: PriceBook | null, draft: Draft, archived: boolean | undefined): Promise<PriceBook> {
  const { name, currency, is_default } = draft
  const days = { valid_from: draft.from || null, valid_until: draft.until || null }
  if (book === null) return productsApi.priceBooks.create({ name, currency, is_default, ...days })
  if (archived !== undefined)
    return productsApi.priceBooks.change(book.id, { archived, version: book.version })
  return productsApi.priceBooks.change(book.id, { name, is_default, ...days, version: book.version })
}
