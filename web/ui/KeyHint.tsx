import { Kbd } from '@mantine/core'
import classes from './KeyHint.module.css'

/** The keys of a shortcut, such as "g p" or "⌘ K", beside what they do. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keys.split(' ').map((key, place) => (
        <Kbd key={place} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  )
}
