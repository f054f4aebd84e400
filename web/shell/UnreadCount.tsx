import { useQuery } from '@tanstack/react-query'
import { boundedNumber } from '../lib/format.ts'
import { unreadQuery } from '../lib/notifications.ts'
import classes from './UnreadCount.module.css'

/** How many notifications are not read yet; nothing when there is none. */
export function UnreadCount() {
  const { data } = useQuery(unreadQuery)
  if (!data || data.count === 0) return null
  return (
    <span className={classes.count}>
      {boundedNumber(data)} <span className={classes.hidden}>unread</span>
    </span>
  )
}
