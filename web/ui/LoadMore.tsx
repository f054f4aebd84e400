import { Button, Loader, Text } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useEffect, useEffectEvent } from 'react'
import { sentenceOf } from '../lib/http.ts'
import type { List } from '../lib/queries.ts'
import classes from './LoadMore.module.css'

export type LoadMoreProps = {
  list: Pick<List<unknown>, 'rows' | 'hasMore' | 'isFetchingMore' | 'error'> & { more: () => void }
}

/** Stands at the end of a list: fetches the next page when its reader comes near, or by its button. */
export function LoadMore({ list }: LoadMoreProps) {
  const { ref, entry } = useIntersection({ rootMargin: '400px' })
  const loadMore = useEffectEvent(() => {
    if (list.hasMore && !list.isFetchingMore && !list.error) list.more()
  })
  const visible = entry?.isIntersecting ?? false
  useEffect(() => {
    if (visible) loadMore()
  }, [visible, list.rows.length])
  if (!list.hasMore) return null
  return (
    <div ref={ref} className={classes.more}>
      {list.error && (
        <Text size="sm" c="var(--kith-bad)" role="alert">
          {sentenceOf(list.error)}
        </Text>
      )}
      {list.isFetchingMore ? (
        <Loader size="xs" aria-label="Loading more" />
      ) : (
        <Button variant="subtle" size="compact-sm" onClick={list.more}>
          Load more
        </Button>
      )}
    </div>
  )
}
