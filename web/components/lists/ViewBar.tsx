import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { IconChevronDown, IconDots, IconUser, IconUsers, IconWorld } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SavedView, ViewConfig, ViewSharing } from '../../../model/saved-view.ts'
import { FavouriteStar } from '../FavouriteStar.tsx'
import { viewsQuery, type ListState } from '../../lib/saved-views.ts'
import { SaveViewDialog } from './SaveViewDialog.tsx'
import { useViewEdits } from './use-view-edits.ts'
import classes from './lists.module.css'

export type ViewBarProps = {
  object: string
  /** "All people": the list that nobody has shaped. */
  allName: string
  state: ListState
  onOpen: (view: SavedView | null) => void
  onReset: () => void
}

const icons: Record<ViewSharing, typeof IconUser> = {
  private: IconUser,
  team: IconUsers,
  everyone: IconWorld,
}

/** Which view the list shows, and what can be done with it: save, save as, reset, share, keep in the navigation. */
export function ViewBar({ object, allName, state, onOpen, onReset }: ViewBarProps) {
  const { data: views = [] } = useQuery(viewsQuery(object))
  const edits = useViewEdits(object)
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null)
  const { view, config, isChanged } = state
  const save = async (to: SavedView) => {
    const saved = await edits.change(to, { config, version: to.version }, { config: to.config })
    if (saved) onReset()
  }
  return (
    <div className={classes.views}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={`View: ${view?.name ?? allName}`}
          >
            {view?.name ?? allName}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
          <Menu.Item onClick={() => onOpen(null)}>{allName}</Menu.Item>
          {views.length > 0 && <Menu.Divider />}
          {views.map((one) => {
            const Icon = icons[one.sharing]
            return (
              <Menu.Item
                key={one.id}
                leftSection={<Icon size={15} aria-label={sharedWith(one)} />}
                onClick={() => onOpen(one)}
              >
                {one.name}
              </Menu.Item>
            )
          })}
        </Menu.Dropdown>
      </Menu>
      {view && <FavouriteStar kind="view" object={object} target_id={view.id} />}
      {isChanged && (
        <Group gap={6} role="status" aria-label="This list is not as it was saved">
          {view?.may_edit && (
            <Button size="compact-sm" onClick={() => void save(view)}>
              Save
            </Button>
          )}
          <Button
            size="compact-sm"
            variant={view?.may_edit ? 'default' : 'light'}
            onClick={() => setDialog('new')}
          >
            {view ? 'Save as…' : 'Save as a view…'}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={onReset}>
            Reset
          </Button>
        </Group>
      )}
      <ViewMenu
        view={view}
        edits={edits}
        onEdit={() => setDialog('edit')}
        onNew={() => setDialog('new')}
        onDeleted={() => onOpen(null)}
      />
      {dialog && (
        <SaveViewDialog
          view={dialog === 'edit' ? view : undefined}
          onClose={() => setDialog(null)}
          onSave={async (input) => {
            const isEdit = dialog === 'edit' && view
            const saved = isEdit
              ? await edits.rename(view, input)
              : await edits.create({ ...input, config: withoutNothing(config) })
            if (!isEdit) onOpen(saved)
          }}
        />
      )}
    </div>
  )
}

function sharedWith({ sharing, team, owner }: SavedView): string {
  if (sharing === 'team') return `Shared with ${team?.name ?? 'a team'} by ${owner.name}`
  return sharing === 'everyone' ? `Shared with everybody by ${owner.name}` : 'Only yours'
}

function withoutNothing(config: ViewConfig): ViewConfig {
  return Object.fromEntries(Object.entries(config).filter(([, part]) => part !== undefined))
}

type ViewMenuProps = {
  view: SavedView | undefined
  edits: ReturnType<typeof useViewEdits>
  onEdit: () => void
  onNew: () => void
  onDeleted: () => void
}

function ViewMenu({ view, edits, onEdit, onNew, onDeleted }: ViewMenuProps) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon aria-label="More about this view">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onNew}>Save as a new view…</Menu.Item>
        {view?.may_edit && <Menu.Item onClick={onEdit}>Rename and share…</Menu.Item>}
        {view && !view.is_default && (
          <Menu.Item
            onClick={() => void edits.choose(view.id, `Your list opens with ${view.name} from now on`)}
          >
            Open my list with it
          </Menu.Item>
        )}
        {view?.is_default && (
          <Menu.Item onClick={() => void edits.choose(null, 'Your list opens as it is for everybody')}>
            No longer open my list with it
          </Menu.Item>
        )}
        {view?.may_edit && (
          <Menu.Item
            color="red"
            onClick={() => {
              onDeleted()
              void edits.remove(view)
            }}
          >
            Delete the view
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
