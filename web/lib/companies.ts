/** Name, else the id that the company was reported with. */
export function companyLabel({ name, group_id }: { name: string | null; group_id: string }): string {
  return name || group_id
}
