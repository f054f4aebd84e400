import { Text } from '@mantine/core'
import { Fragment } from 'react'
import { sqlViews } from '../../../../model/sql-trait.ts'
import classes from './sql.module.css'

/** What a SELECT may read: each view with its columns. */
export function SqlViews() {
  return (
    <section aria-label="What it may read">
      <Text size="sm" fw={500} mb={6}>
        What it may read
      </Text>
      <dl className={classes.views}>
        {sqlViews.map(({ name, holds, columns }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {holds}{' '}
              {columns.map((column, place) => (
                <Fragment key={column.name}>
                  {place > 0 && ', '}
                  <code>{column.name}</code> {column.type}
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Text size="sm" c="dimmed" mt={8}>
        What is inside of JSON is named with a dot and its type: <code>traits.plan.:String</code>,{' '}
        <code>toFloat64OrZero(toString(properties.total))</code>.
      </Text>
    </section>
  )
}
