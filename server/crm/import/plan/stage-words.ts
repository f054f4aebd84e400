import type { Stage } from '../../../../model/deal.ts'

const won =
  /\b(won|gewonnen|gagn[ée]e?|ganad[oa]|vint[oa]|ganho|gewonnen|vunnen|vundet|wygran[aey]|closedwon)\b|受注|赢单|выигран/i
const lost =
  /\b(lost|verloren|perdu[e]?|perdid[oa]|pers[oa]|perdido|verloren|f[öo]rlorad|tabt|przegran[aey]|closedlost)\b|失注|输单|проигран/i

/** What a stage or a status of another system means by its name: open unless it says won or lost. */
export function stageKind(name: string): Stage['kind'] {
  if (won.test(name)) return 'won'
  return lost.test(name) ? 'lost' : 'open'
}
