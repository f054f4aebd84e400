import { Menu, type MenuProps } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { counted } from '../lib/format.ts'
import { links } from '../lib/links.ts'
import { addToList, removeFromList } from '../lib/segment-lists.ts'
import { segmentChoicesQuery } from '../lib/segment-choices.ts'
import { useMay } from '../lib/session.ts'
import { toastError, toastSaved } from '../lib/toasts.tsx'

export type AddToListProps = {
  people: string[]
  /** Lists that are not offered, because the person is on them. */
  except?: readonly string[]
  position?: MenuProps['position']
  /** The button that opens the menu. */
  children: ReactNode
}

/** A menu of the lists there are; choosing one puts these people on it. */
export function AddToList(props: AddToListProps) {
  const { people, except = [], position = 'bottom-start', children } = props
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data = [] } = useQuery(segmentChoicesQuery)
  if (!may('segments:write') || !may('segments:read')) return null
  const lists = data.filter(
    ({ kind, members, value }) => kind === 'static' && members === 'people' && !except.includes(value),
  )
  const refresh = () =>
    Promise.all(['segments', 'people'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const put = async (id: string, name: string) => {
    try {
      const list = { id, members: 'people' as const }
      const { changed } = await addToList(list, people)
      const takeOff = () => void removeFromList(list, people).then(refresh, toastError)
      // Whoever was on it before would be taken off by the undo as well.
      toastSaved(
        `${counted(changed, 'person', 'people')} put on ${name}`,
        changed === people.length ? takeOff : undefined,
      )
      await refresh()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Menu position={position}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
        {lists.map(({ value, label }) => (
          <Menu.Item key={value} onClick={() => void put(value, label)}>
            {label}
          </Menu.Item>
        ))}
        {lists.length === 0 && (
          <Menu.Item onClick={() => void navigate(links.segments())}>
            Make a list first, under Segments
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
