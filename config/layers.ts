/**
 * Several sources of settings laid over one another. Only sections merge; a setting that is a list or a map is
 * replaced as a whole, so that a later source can also take something out of it.
 */
import { nearest, type Problem } from './problems.ts';
import { childPath, type Section } from './settings.ts';
import type { YamlFile } from './yaml-file.ts';

export type Layers = {
  /** By path of the setting. */
  values: Map<string, unknown>;
  /** By path of the setting: where what stands inside it, at these keys, came from (`config/default.yaml:12`). */
  sources: Map<string, (inside: readonly string[]) => string>;
  /** Paths of the sections that were written down, empty ones included. */
  sections: Set<string>;
  problems: Problem[];
  /** Some file could not be read, so that what seems not set may be. */
  unreadable: boolean;
};

/** Layers before the first source is read. */
export function emptyLayers(): Layers {
  return { values: new Map(), sources: new Map(), sections: new Set(), problems: [], unreadable: false };
}

/** Lays a file over what is there. A key that is no setting is a problem, not a value. */
export function addFile(layers: Layers, tree: Section, file: YamlFile): void {
  if (file.value !== null) addSection(layers, tree, { file, value: file.value, keys: [] });
}

type Place = { file: YamlFile; value: unknown; keys: readonly string[] };

function addSection(layers: Layers, section: Section, place: Place): void {
  layers.sections.add(section.path);
  if (place.value === null) return;
  if (typeof place.value !== 'object' || Array.isArray(place.value)) {
    layers.problems.push(notASection(section, place));
    return;
  }
  for (const [key, value] of Object.entries(place.value)) {
    addKey(layers, section, { file: place.file, value, keys: [...place.keys, key] });
  }
}

function addKey(layers: Layers, section: Section, place: Place): void {
  const key = place.keys.at(-1) ?? '';
  const child = section.children.get(key);
  if (child === undefined) {
    layers.problems.push(unknownKey(section, key, place));
  } else if (child.kind === 'section') {
    addSection(layers, child, place);
  } else {
    layers.values.set(child.path, place.value);
    layers.sources.set(child.path, (inside) => sourceOf({ ...place, keys: [...place.keys, ...inside] }));
  }
}

function notASection(section: Section, place: Place): Problem {
  return {
    path: section.path === '' ? place.file.name : section.path,
    expected: `a section with ${[...section.children.keys()].join(', ')}`,
    source: sourceOf(place),
  };
}

function unknownKey(section: Section, key: string, place: Place): Problem {
  const known = [...section.children.keys()];
  const meant = nearest(key, known);
  return {
    path: childPath(section.path, key),
    expected:
      meant === undefined
        ? `a known setting: ${known.length === 0 ? 'there are none here' : known.join(', ')}`
        : `a known setting; did you mean ${childPath(section.path, meant)}?`,
    source: sourceOf(place),
  };
}

function sourceOf({ file, keys }: Place): string {
  const line = keys.length === 0 ? undefined : file.lineOf(keys);
  return line === undefined ? file.name : `${file.name}:${String(line)}`;
}
