import { createHash } from 'node:crypto'

const EVERY = 8
const TWINS = 40
const SECOND_ACCOUNT_MS = 30 * 24 * 60 * 60 * 1_000

type Customer = { id: string; country: string; at: number }

/**
 * Some of the shop's customers, as members of its club: an invented e-mail address, telephone number and birthday each. A
 * few joined twice with a slip of the pen, so that there are duplicates to find.
 */
export function clubMembers(customers: readonly Customer[]): object[] {
  const members = customers.filter((_, index) => index % EVERY === 0)
  const step = Math.max(1, Math.floor(members.length / TWINS))
  const twins = members.filter((_, index) => index % step === 1).slice(0, TWINS)
  return [
    ...members.map((member) => identify(member.id, traitsOf(member), member.at)),
    ...twins.map((member, index) =>
      identify(`club-${member.id}`, withSlip(traitsOf(member), index), member.at + SECOND_ACCOUNT_MS),
    ),
  ]
}

type Traits = { name: string; country: string; email: string; phone: string; birthday: string }
type Slipped = Omit<Traits, 'phone'> & { phone: string | undefined }

/** Made of the customer's number, so that every demo is the same. */
function traitsOf({ id, country }: Customer): Traits {
  const bytes = createHash('sha256').update(id).digest()
  const number = (at: number, below: number) => bytes.readUInt32BE(at) % below
  const birthday = new Date(Date.UTC(1940 + number(0, 60), number(4, 12), 1 + number(8, 28)))
  return {
    name: `Customer ${id}`,
    country,
    email: `member${String(number(12, 1_000_000)).padStart(6, '0')}@club.example`,
    phone: `+44 7700 ${String(900_000 + number(16, 100_000))}`,
    birthday: birthday.toISOString().slice(0, 10),
  }
}

/** The second time the e-mail address is mistyped, and by some the telephone number or the birthday, too, or left out. */
function withSlip(traits: Traits, index: number): Slipped {
  const at = 6 + (index % 5)
  const email = exchanged(traits.email, at)
  if (index % 4 === 0) return { ...traits, email, phone: exchanged(traits.phone, traits.phone.length - 3) }
  if (index % 4 === 1) return { ...traits, email, birthday: traits.birthday.replace(/-\d\d$/, '-07') }
  return index % 4 === 2 ? { ...traits, email, phone: undefined } : { ...traits, email }
}

/** Two neighbours change places; if they are equal, one of them becomes another. */
function exchanged(text: string, at: number): string {
  const [one, other] = [text.charAt(at), text.charAt(at + 1)]
  const wrong = one === other ? `${one}${(Number(one) + 1) % 10}` : `${other}${one}`
  return text.slice(0, at) + wrong + text.slice(at + 2)
}

function identify(userId: string, traits: Slipped, at: number): object {
  return {
    type: 'identify',
    messageId: `demo-club-${userId}`,
    userId,
    traits,
    timestamp: new Date(at).toISOString(),
  }
}
