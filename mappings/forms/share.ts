/**
 * How much of a form need not be declared. This is the most the hub can do for it, by its manifest alone; how much it
 * does depends on who asks and what is held of them.
 */
import { precedence, rules } from '../precedence-table.ts';
import type { FieldSource, FormManifest } from './contract.ts';
import { canonicalPath } from './paths.ts';

export type Share = {
  /** The fields the form asks for, those only the citizen can fill among them; a table is one. */
  asked: number;
  /** Those the hub may fill. */
  offered: number;
  /** Those of them of which somebody in charge states the value: only what is trusted counts as reused. */
  reusable: number;
};

/** The fields of a form, counted. */
export function shareOf({ fields }: Pick<FormManifest, 'fields'>): Share {
  return {
    asked: fields.length,
    offered: fields.filter(({ source }) => !('declaredByCitizen' in source)).length,
    reusable: fields.filter(({ source }) => isReusable(source)).length,
  };
}

/** Whether somebody in charge of what a field asks for can have stated it. */
export function isReusable(source: FieldSource): boolean {
  if ('declaredByCitizen' in source) return false;
  // Relations and lists of persons are the population database's own.
  if (!('path' in source)) return true;
  return [source.path].flat().some((path) => {
    const resolved = canonicalPath(path);
    return resolved !== undefined && precedence[resolved.field].flat().some(({ rule }) => rules[rule].trusted);
  });
}
