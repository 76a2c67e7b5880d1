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

/**
 * A table with a caption that only screen readers need; the first cell of every row is its heading. Its roles are
 * written out, and each cell has its column's name: where the screen is narrow it may be laid out as a list.
 */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
  const head = part('tr', 'row', ...heads.map((text) => part('th', 'columnheader', text)));
  const body = rows.map(([first = '', ...rest]) =>
    part('tr', 'row', part('th', 'rowheader', first), ...rest.map((cell, at) => named(heads[at + 1], cell))),
  );
  const all = part('table', 'table', part('thead', 'rowgroup', head), part('tbody', 'rowgroup', ...body));
  all.className = 'figures';
  all.prepend(make('caption', 'visually-hidden', caption));
  const frame = part('div', 'group', all);
  frame.className = 'table-frame';
  // What can be scrolled can be scrolled by keyboard, too.
  frame.tabIndex = 0;
  frame.setAttribute('aria-label', caption);
  return frame;
}

function part(tag: string, role: string, ...inside: (Node | string)[]): HTMLElement {
  const element = make(tag, '', ...inside);
  element.setAttribute('role', role);
  return element;
}

function named(head: string | undefined, inside: Node | string): HTMLElement {
  const cell = part('td', 'cell', inside);
  cell.dataset['head'] = head ?? '';
  return cell;
}
