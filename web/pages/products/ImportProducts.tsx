import { Button, FileInput, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { parse } from 'csv-parse/browser/esm/sync'
import { useState } from 'react'
import type { ProductUpsertsAnswer } from '../../../model/product.ts'
import { productsApi } from '../../api-products.ts'
import { counted } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { priceBooksQuery } from './price-books-query.ts'
import { readProducts, type ReadProducts } from './product-rows.ts'
import classes from './products.module.css'

const ROWS_A_CALL = 1_000
const MOST_BYTES = 5 * 1024 * 1024

type Outcomes = ProductUpsertsAnswer['outcomes']

/** Products from a CSV file: read here, tried on the server first, then made and changed by their SKU. */
export function ImportProducts({ onClose }: { onClose: () => void }) {
  const [read, setRead] = useState<ReadProducts | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const mayPrice = useMay()('price_books:write')
  const { data: books = [] } = useQuery({ ...priceBooksQuery, enabled: mayPrice })
  const offered = books.filter(({ archived_at }) => archived_at === null)
  const [chosen, setChosen] = useState<string | null>(null)
  const book = chosen ?? offered.find(({ is_default }) => is_default)?.id ?? null
  const client = useQueryClient()
  const tried = useMutation({ mutationFn: (file: ReadProducts) => send(file, book, true) })
  const run = useMutation({
    mutationFn: (file: ReadProducts) => send(file, book, false),
    onSuccess: async (outcomes) => {
      toastSaved(sentence(outcomes, ['created', 'changed', 'unchanged', 'refused']))
      await Promise.all(
        [['products'], ['price-books']].map((queryKey) => client.invalidateQueries({ queryKey })),
      )
      onClose()
    },
  })
  const choose = async (file: File | null) => {
    setRead(null)
    setProblem(null)
    tried.reset()
    if (!file) return
    if (file.size > MOST_BYTES) return setProblem('A file has at most 5 MB. Split it.')
    try {
      const next = readProducts(parse(await file.text(), options))
      setRead(next)
      if (next.products.length > 0) tried.mutate(next)
    } catch {
      setProblem('The file cannot be read as a table with columns.')
    }
  }
  return (
    <Modal opened onClose={onClose} title="Import products" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm">
        <FileInput
          label="CSV file"
          description="With a column SKU; and as you like Name, Category, Unit, Description, Price, Active."
          accept=".csv,.txt,text/csv"
          placeholder="Choose a file"
          styles={{ placeholder: { color: 'inherit' } }}
          error={problem}
          onChange={(file) => void choose(file)}
          data-autofocus
        />
        {offered.length > 0 && (
          <Select
            label="Prices go into"
            data={offered.map(({ id, name, currency }) => ({ value: id, label: `${name} (${currency})` }))}
            value={book}
            onChange={(id) => {
              setChosen(id)
              tried.reset()
            }}
            allowDeselect={false}
          />
        )}
        {read && <Findings read={read} outcomes={tried.data} />}
        {tried.isPending && <Text size="sm">Trying it…</Text>}
        <FormError error={tried.error ?? run.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={run.isPending}
            disabled={!read || read.products.length === 0 || tried.isPending}
            onClick={() => read && run.mutate(read)}
          >
            {read && read.products.length > 0
              ? `Import ${counted(read.products.length, 'product')}`
              : 'Import'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

const options = {
  bom: true,
  delimiter: [',', ';', '\t'] as string[],
  relax_quotes: true,
  relax_column_count: true,
}

function Findings({ read, outcomes }: { read: ReadProducts; outcomes: Outcomes | undefined }) {
  const refused = outcomes?.filter(({ outcome }) => outcome === 'refused') ?? []
  const problems = [
    ...read.problems.map(({ line, problem }) => `Line ${line}: ${problem}`),
    ...refused.map(({ sku, problem }) => `${sku}: ${problem}`),
  ]
  return (
    <Stack gap={6}>
      {outcomes && (
        <Text size="sm" role="status">
          {sentence(outcomes, ['created', 'changed', 'unchanged', 'refused'])}
        </Text>
      )}
      {read.unknown.length > 0 && (
        <Text size="sm" c="dimmed">
          Not used: {read.unknown.join(', ')}
        </Text>
      )}
      {problems.length > 0 && (
        <ul className={classes.outcomes} aria-label="What is left out">
          {problems.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </Stack>
  )
}

const words = { created: 'new', changed: 'changed', unchanged: 'unchanged', refused: 'refused' } as const

function sentence(outcomes: Outcomes, kinds: Outcomes[number]['outcome'][]): string {
  const parts = kinds.flatMap((kind) => {
    const count = outcomes.filter(({ outcome }) => outcome === kind).length
    return count > 0 ? [`${count} ${words[kind]}`] : []
  })
  return `${parts.join(', ')}.`
}

async function send(
  { products, hasPrices }: ReadProducts,
  book: string | null,
  dry_run: boolean,
): Promise<Outcomes> {
  const outcomes: Outcomes = []
  const priced = hasPrices && book !== null
  for (let at = 0; at < products.length; at += ROWS_A_CALL) {
    const part = products.slice(at, at + ROWS_A_CALL)
    const answer = await productsApi.products.upsert({
      products: priced ? part : part.map(({ unit_price: _, ...rest }) => rest),
      dry_run,
      ...(priced && { price_book_id: book }),
    })
    outcomes.push(...answer.outcomes)
  }
  return outcomes
}
