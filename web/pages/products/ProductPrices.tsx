import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Product, ProductPrice } from '../../../model/product.ts'
import { productsApi } from '../../api-products.ts'
import { links } from '../../lib/links.ts'
import { money } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { EditableText } from '../../ui/EditableText.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { priceProblem, readPrice } from '../../lib/price-text.ts'
import type { useProductEdit } from './use-product-edit.ts'
import classes from './products.module.css'

type Run = ReturnType<typeof useProductEdit>['run']

/** What a product costs in each price book, changed in place; an empty price takes it out of the book. */
export function ProductPrices({ product, run }: { product: Product; run: Run }) {
  const mayWrite = useMay()('price_books:write')
  const { data: prices } = useQuery({
    queryKey: ['products', 'prices', product.id],
    queryFn: async () => (await productsApi.products.prices(product.id)).data,
  })
  const set = ({ book, unit_price: before }: ProductPrice, unit_price: number | null) => {
    const write = (price: number | null) =>
      productsApi.priceBooks.setPrices(book.id, [{ product_id: product.id, unit_price: price }])
    void run(write(unit_price), `Price in ${book.name} saved`, () => write(before))
  }
  return (
    <Section title="Prices">
      {!prices && <LinesSkeleton lines={2} />}
      {prices?.length === 0 && (
        <Text size="sm" c="dimmed">
          There is no price book yet.{' '}
          {mayWrite && (
            <TextLink {...links.products({ tab: 'prices', create: true })} fz="sm">
              Make one
            </TextLink>
          )}
        </Text>
      )}
      <ul className={classes.prices}>
        {prices?.map((price) => (
          <li key={price.book.id}>
            <span>
              {price.book.name}
              {!price.book.holds && <span className={classes.quiet}> · does not hold today</span>}
            </span>
            {mayWrite ? (
              <EditableText
                label={`Price in ${price.book.currency}`}
                w="9rem"
                inputMode="decimal"
                placeholder="None"
                value={price.unit_price === null ? '' : String(price.unit_price)}
                check={priceProblem}
                onSave={(text) => set(price, readPrice(text))}
              />
            ) : (
              <span>{price.unit_price === null ? '–' : money(price.unit_price, price.book.currency)}</span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
