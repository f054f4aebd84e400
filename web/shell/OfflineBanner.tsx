import { IconPlugConnectedX } from '@tabler/icons-react'
import { serverAnswers } from '../lib/http.ts'
import { useStore } from '../lib/store.ts'
import classes from './OfflineBanner.module.css'

/** Says that what is on the screen may be old, while the server does not answer. */
export function OfflineBanner() {
  if (useStore(serverAnswers)) return null
  return (
    <p role="alert" className={classes.banner}>
      <IconPlugConnectedX size={16} aria-hidden />
      Kith does not answer. What you see may be old; the page goes on trying.
    </p>
  )
}
