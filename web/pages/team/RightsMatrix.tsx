import { NativeSelect, ScrollArea, VisuallyHidden } from '@mantine/core'
import {
  reaches,
  recordActions,
  rightsFor,
  type Reach,
  type RecordAction,
  type Rights,
} from '../../../model/rights.ts'
import { actionNames, matrixObjects, objectNames, reachNames } from '../../lib/rights-words.ts'
import classes from './team.module.css'

export type RightsMatrixProps = { rights: Rights; onChange: ((rights: Rights) => void) | null }

/** How far each action reaches, object by object; to be changed when `onChange` is given. */
export function RightsMatrix({ rights, onChange }: RightsMatrixProps) {
  const change = (object: string, action: RecordAction, reach: Reach) =>
    onChange?.({ ...rights, [object]: { ...rightsFor(rights, object), [action]: reach } })
  return (
    <ScrollArea
      type="auto"
      viewportProps={{ tabIndex: 0, 'aria-label': 'Rights over records', role: 'group' }}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>Records</VisuallyHidden>
            </th>
            {recordActions.map((action) => (
              <th key={action} scope="col">
                {actionNames[action]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrixObjects.map((object) => (
            <tr key={object}>
              <th scope="row">{objectNames[object]}</th>
              {recordActions.map((action) => (
                <td key={action}>
                  <ReachCell
                    label={`${actionNames[action]}: ${objectNames[object]}`}
                    reach={rightsFor(rights, object)[action]}
                    onChange={onChange && ((reach) => change(object, action, reach))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}

type ReachCellProps = { label: string; reach: Reach; onChange: ((reach: Reach) => void) | null }

function ReachCell({ label, reach, onChange }: ReachCellProps) {
  if (!onChange) return reachNames[reach]
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      data-reach={reach}
      data={reaches.map((one) => ({ value: one, label: reachNames[one] }))}
      value={reach}
      onChange={(event) => onChange(reaches.find((one) => one === event.currentTarget.value) ?? 'none')}
    />
  )
}
