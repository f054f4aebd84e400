import { plainValue } from '../lib/format.ts'
import classes from './PropertyList.module.css'

/** Names and values, one a line; objects in them as JSON. */
export function PropertyList({ properties }: { properties: Record<string, unknown> }) {
  return (
    <dl className={classes.list}>
      {Object.entries(properties).map(([name, value]) => (
        <div key={name} className={classes.row}>
          <dt>{name}</dt>
          <dd>
            {typeof value === 'object' && value !== null ? (
              <pre>{JSON.stringify(value, null, 2)}</pre>
            ) : (
              plainValue(value)
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
