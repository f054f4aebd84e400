import { ActionIcon, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { rightsFor } from '../../../model/rights.ts'
import { editsApi, keyOf, pathOf, type EditedObject } from '../../api-edits.ts'
import { links } from '../../lib/links.ts'
import { useSession } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'

export type DeleteRecordProps = { object: EditedObject; id: string; label: string }

const lists = { person: links.people, company: links.companies }
const consequences = {
  person:
    'They leave every list, segment and report. Deals and activities stay and name nobody meanwhile. An event of theirs makes them anew.',
  company:
    'It leaves every list and report. Its people stay, and its deals go on naming it. A source that names it makes it anew.',
}

/** Puts a person or company into the bin, after a question. */
export function DeleteRecord({ object, id, label }: DeleteRecordProps) {
  const [asking, setAsking] = useState(false)
  const { delete: reach } = rightsFor(useSession().rights, pathOf(object))
  const client = useQueryClient()
  const navigate = useNavigate()
  if (reach === 'none') return null
  const reread = () => client.invalidateQueries({ queryKey: keyOf(object) })
  const restore = () => void editsApi.restore(pathOf(object), id).then(reread, toastError)
  const remove = async () => {
    await editsApi.remove(object, id)
    await navigate(lists[object]())
    toastSaved(`${label} is in the bin`, restore)
    await reread()
  }
  return (
    <>
      <Tooltip label="Delete">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Delete ${label}`}
          onClick={() => setAsking(true)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${label}?`}
        verb="Delete"
        onConfirm={remove}
      >
        {consequences[object]} This can be put back for 30 days, in Settings → Bin.
      </ConfirmDialog>
    </>
  )
}
