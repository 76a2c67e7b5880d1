/** What filling a form needs besides the people: how today's units are called, and what the asker may know. */
import type { CitizenField } from '../canonical/citizen.ts';
import type { FormatTools } from './formats.ts';
import type { PersonView, Refuse } from './people.ts';

/** Whose data is given: a record that is held, or the personal number of somebody another's record names. */
export type Whose = PersonView | string;

export type Permissions = {
  refuse?: Refuse | undefined;
  /** Whether the asker may know what other systems say of a field; nobody may if not given. */
  mayKnowOthers?: ((field: CitizenField, role: string) => boolean) | undefined;
};

export type EvaluateContext = FormatTools &
  Permissions & {
    /** The ids of the fields asked for; all if not given. */
    fields?: ReadonlySet<string> | undefined;
  };

/** The filling of one field: what it gives is noted by whose data it is. */
export type FieldContext = EvaluateContext & { whose: Set<Whose> };
