/** Names drawn as the sandbox draws them. */
import { draws } from '../../../scripts/sandbox/lib/random.ts';
import { drawName, drawSurname } from '../../../scripts/sandbox/people/names.ts';

/** Names of the sandbox's people, each of the group that its place is given. */
export function drawnNames(count: number, ethnicityOf: (index: number) => string): Set<string> {
  const names = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const random = draws(index * 7919 + 1);
    const ethnicity = ethnicityOf(index);
    const sex = index % 2 === 0 ? 'male' : 'female';
    const surname = drawSurname(ethnicity, random);
    names.add(drawName({ surname, sex, birthYear: 1940 + (index % 80), ethnicity }, random));
  }
  return names;
}

/** Groups of whose names the sandbox knows something, by their codes of 2008. */
export const groups = ['01', '02', '03', '04', '05', '06', '07', '08', '10', '11', '14', '15'];
