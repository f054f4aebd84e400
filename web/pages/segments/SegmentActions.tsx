import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconArrowsSplit,
  IconCirclesRelation,
  IconDots,
  IconDownload,
  IconListDetails,
  IconPencil,
  IconSnowflake,
  IconSnowflakeOff,
  IconTrash,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { countedMembers } from '../../lib/segment-members.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { EditListDialog } from './EditListDialog.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { ListPeople } from './ListPeople.tsx'
import { NewSplitDialog } from './NewSplitDialog.tsx'

type Dialog = 'edit' | 'export' | 'list' | 'split' | 'delete'

/** What can be done with a segment: edit it, and in a menu everything else. */
export function SegmentActions({ segment }: { segment: Segment }) {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const navigate = useNavigate()
  const may = useMay()
  const mayWrite = may('segments:write')
  const close = () => setDialog(null)
  const isOfPeople = segment.members === 'people'
  const mayList = isOfPeople && mayWrite && may('people:write')
  if (!mayWrite && !may('people:read')) return null
  return (
    <>
      {mayWrite && <Edit segment={segment} onDialog={() => setDialog('edit')} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={34} aria-label="More actions">
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayWrite && isOfPeople && <Freezing segment={segment} />}
          {mayWrite && !segment.split && (
            <Menu.Item leftSection={<IconArrowsSplit size={15} />} onClick={() => setDialog('split')}>
              Divide at random
            </Menu.Item>
          )}
          {mayList && (
            <Menu.Item leftSection={<IconListDetails size={15} />} onClick={() => setDialog('list')}>
              Put its people on a list
            </Menu.Item>
          )}
          {isOfPeople && (
            <Menu.Item
              leftSection={<IconCirclesRelation size={15} />}
              onClick={() => void navigate(links.compareSegments([segment.id]))}
            >
              Compare with another
            </Menu.Item>
          )}
          {may('people:read') && (
            <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => setDialog('export')}>
              Export as CSV
            </Menu.Item>
          )}
          {mayWrite && !segment.split && (
            <Menu.Item
              c="var(--kith-bad)"
              leftSection={<IconTrash size={15} />}
              onClick={() => setDialog('delete')}
            >
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'edit' && <EditListDialog segment={segment} onClose={close} />}
      {dialog === 'export' && <ExportDialog segment={segment} onClose={close} />}
      {dialog === 'list' && <ListPeople segment={segment} onClose={close} />}
      {dialog === 'split' && <NewSplitDialog segment={segment} onClose={close} />}
      <Delete segment={segment} opened={dialog === 'delete'} onClose={close} />
    </>
  )
}

/** The builder for a live one; a list, a frozen segment and a random group have no conditions to edit. */
function Edit({ segment: { id, kind, split }, onDialog }: { segment: Segment; onDialog: () => void }) {
  const icon = <IconPencil size={16} aria-hidden />
  if (kind === 'live' && !split) {
    return (
      <ButtonLink {...links.editSegment(id)} leftSection={icon}>
        Edit
      </ButtonLink>
    )
  }
  return (
    <Button leftSection={icon} onClick={onDialog}>
      Edit
    </Button>
  )
}

function Freezing({ segment: { id, kind, state, split } }: { segment: Segment }) {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['segments'] })
  const freeze = () => api.segments.freeze(id).then(refresh)
  const thaw = () => api.segments.thaw(id).then(refresh)
  const act = (action: () => Promise<unknown>, said: string) =>
    void action().then(() => toastSaved(said), toastError)
  if (kind === 'frozen') {
    return (
      <Menu.Item
        leftSection={<IconSnowflakeOff size={15} />}
        onClick={() => act(thaw, 'Thawed: it follows its conditions again')}
      >
        Thaw
      </Menu.Item>
    )
  }
  if (kind === 'static' || split) return null
  return (
    <Menu.Item
      leftSection={<IconSnowflake size={15} />}
      disabled={state !== 'live'}
      onClick={() => act(freeze, 'Frozen: nobody enters or leaves until it is thawed')}
    >
      Freeze
    </Menu.Item>
  )
}

type DeleteProps = { segment: Segment; opened: boolean; onClose: () => void }

function Delete({ segment, opened, onClose }: DeleteProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = async () => {
    await api.segments.remove(segment.id)
    toastSaved(`Segment ${segment.name} deleted`)
    await navigate(links.segments())
    client.removeQueries({ queryKey: ['segments', 'one', segment.id] })
    await client.invalidateQueries({ queryKey: ['segments'] })
  }
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Delete the segment ${segment.name}?`}
      verb="Delete"
      onConfirm={remove}
    >
      Its {countedMembers(segment.size, segment.members)} {segment.size === 1 ? 'stays' : 'stay'}, but who is
      and was in it and since when is forgotten, and destinations hear no more of it. This cannot be undone.
    </ConfirmDialog>
  )
}
