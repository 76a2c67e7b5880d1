/** The few things this page does to its document. */

/** The element of an id, of the kind expected. Throws TypeError if the page has none. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new TypeError(`finding #${id}: expected ${kind.name}`);
}

/** A new element with a class and what is in it; texts stay texts. */
export function make(tag: string, className: string, ...inside: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...inside);
  return element;
}

/** One option of a list to choose from. */
export function option(value: string, label: string): HTMLOptionElement {
  return new Option(label, value);
}

/** A table with a caption that only screen readers need; the first cell of every row is its heading. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
  const head = make('tr', '');
  for (const text of heads) head.append(scoped('col', text));
  const body = rows.map(([first = '', ...rest]) =>
    make('tr', '', scoped('row', first), ...rest.map((cell) => make('td', '', cell))),
  );
  const all = make(
    'table',
    'figures',
    make('caption', 'visually-hidden', caption),
    make('thead', '', head),
    make('tbody', '', ...body),
  );
  const frame = make('div', 'table-frame', all);
  // What can be scrolled can be scrolled by keyboard, too.
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', caption);
  return frame;
}

function scoped(scope: 'row' | 'col', inside: Node | string): HTMLElement {
  const cell = make('th', '', inside);
  cell.setAttribute('scope', scope);
  return cell;
}
