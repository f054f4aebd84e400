import type { AssignedObject } from '../../../model/assignment.ts'
import type { Field } from '../../../model/field.ts'
import type { StandardField } from '../../../model/view.ts'
import { fieldsOfList, type ListField } from '../../lib/list-objects.ts'

const text = (key: string, label: string): StandardField => ({ key, label, type: 'text', settings: {} })

/** What a lead has beside its record. */
const ofLeads: StandardField[] = [
  text('source', 'Source'),
  text('company_name', 'Company'),
  { key: 'email', label: 'E-mail', type: 'email', settings: {} },
  { key: 'phone', label: 'Phone', type: 'phone', settings: {} },
  { key: 'score', label: 'Score', type: 'number', settings: {} },
]

const ofPeople: StandardField[] = [
  { key: 'segment_id', label: 'Segment of the person', type: 'relation', settings: { target: 'segment' } },
]

/** What a rule may ask of a record, and of the person whom it is about. */
export function ruleFields(object: AssignedObject, custom: Field[]): ListField[] {
  const own = fieldsOfList(object, custom).filter(({ only, key }) => only !== 'shown' && key !== 'owner_id')
  return [...own, ...(object === 'lead' ? ofLeads : []), ...ofPeople]
}
