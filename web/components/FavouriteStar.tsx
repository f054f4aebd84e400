import { ActionIcon, Tooltip } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import type { FavouriteInput } from '../../model/saved-view.ts'
import { useFavourite } from '../lib/favourites.ts'

/** Puts a view or a record into the reader's navigation, or takes it out. */
export function FavouriteStar(props: FavouriteInput) {
  const { isKept, toggle } = useFavourite(props)
  const label = isKept ? 'Take out of the navigation' : 'Keep in the navigation'
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-pressed={isKept} onClick={toggle}>
        {isKept ? <IconStarFilled size={16} /> : <IconStar size={16} />}
      </ActionIcon>
    </Tooltip>
  )
}
