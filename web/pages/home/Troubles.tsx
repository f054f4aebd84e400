import { IconAlertTriangle } from '@tabler/icons-react'
import type { Overview } from '../../../model/home.ts'
import classes from './home.module.css'

/** What is wrong, first of all; nothing when all is well. */
export function Troubles({ troubles }: { troubles: Overview['troubles'] }) {
  if (troubles.length === 0) return null
  return (
    <ul className={classes.troubles} aria-label="Troubles">
      {troubles.map(({ what, sentence }) => (
        <li key={what + sentence}>
          <IconAlertTriangle size={17} aria-hidden />
          <span>
            <b>{what}</b> {sentence}
          </span>
        </li>
      ))}
    </ul>
  )
}
