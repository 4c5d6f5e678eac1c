// Who may do what: reads it, changes it at once and takes it back when the server refuses. Draws nothing.

import * as desk from '../backend/people';
import type { ErrorView, NewPerson, PatchPerson, PersonDetails, Place, PlacePerson } from '../backend/types';
import { asError } from '../shared/errors';
import { t } from '../shared/i18n/index.svelte';
import { type Letter, toggled } from '../shared/rights';
import { dismissAll, toast, toastError } from '../shared/toasts.svelte';
import { type BoardFilter, emptyFilter, shown } from './filter';

/** One press of a pill. */
export interface Change {
  place: Place;
  person: PlacePerson;
  before: string;
  after: string;
}

export class Board {
  places = $state.raw<Place[] | null>(null);
  error = $state<ErrorView | null>(null);
  filter = $state<BoardFilter>(emptyFilter());
  /** What the green banner says. */
  done = $state<(() => string) | null>(null);
  /** Why a press changed nothing. */
  refusal = $state<(() => string) | null>(null);
  #undoable: Change | null = null;

  readonly shown = $derived(shown(this.places ?? [], this.filter));

  async load(): Promise<void> {
    try {
      this.places = await desk.rights();
      this.error = null;
    } catch (thrown) {
      this.error = asError(thrown);
    }
  }

  /** Turns a right on or off: at once on the screen, taken back when the server refuses. */
  async toggle(place: Place, person: PlacePerson, letter: Letter): Promise<void> {
    this.#clear();
    if (letter === 'A' && person.rights.includes('A') && person.last_admin) {
      this.refusal = () => t().people.rights.lastAdmin(person.name, place.agency);
      return;
    }
    const change = { place, person, before: person.rights, after: toggled(person.rights, letter) };
    if (!(await this.#put(change, change.after))) return;
    const given = change.after.includes(letter);
    const says = (): string => {
      const texts = t().people.rights;
      return (given ? texts.given : texts.taken)(texts.names[letter], person.name);
    };
    this.done = says;
    this.#undoable = change;
    toast({ text: says, action: { label: () => t().people.rights.undo, act: () => void this.undo() } });
  }

  /** Takes the last press back. */
  async undo(): Promise<void> {
    const change = this.#undoable;
    if (!change) return;
    this.#clear();
    if (await this.#put(change, change.before)) this.done = () => t().people.rights.undone;
  }

  async remove(place: Place, person: PlacePerson): Promise<void> {
    await desk.removePerson(person.person_id, place.company_id);
    this.#clear();
    this.done = () => t().people.rights.removed(person.name, place.company);
    await this.load();
  }

  async add(person: NewPerson): Promise<void> {
    const added = await desk.addPerson(person);
    this.#clear();
    this.done = () => t().people.rights.created(added.name);
    await this.load();
  }

  /** Keeps what the panel changed of somebody: name and telephone, and places that are new or have other rights. */
  async save(person: PersonDetails, change: PatchPerson | null, places: NewPerson['places']): Promise<void> {
    if (change) await desk.changePerson(person.id, change);
    const known = places.filter((place) => this.#holder(place, person.id) !== undefined);
    for (const place of known) await desk.setRights({ ...place, person_id: person.id });
    const added = places.filter((place) => !known.includes(place));
    if (added.length > 0) {
      const { name, email, language } = person;
      await desk.addPerson({ name, email, language, places: added });
    }
    this.#clear();
    this.done = () => t().people.rights.saved;
    await this.load();
  }

  close(): void {
    this.#clear();
  }

  #clear(): void {
    this.done = null;
    this.refusal = null;
    this.#undoable = null;
    dismissAll();
  }

  async #put({ place, person, before }: Change, after: string): Promise<boolean> {
    const { company_id, agency_id } = place;
    this.#replace(place, { ...person, rights: after });
    try {
      const put = { company_id, agency_id, person_id: person.person_id, rights: after };
      this.#replace(place, await desk.setRights(put));
      // Who else administers may have changed with it.
      void this.load();
      return true;
    } catch (thrown) {
      this.#replace(place, { ...person, rights: before });
      if (asError(thrown).code === 'last_administrator') {
        this.refusal = () => t().people.rights.lastAdmin(person.name, place.agency);
      } else {
        toastError(thrown);
      }
      return false;
    }
  }

  #replace({ company_id, agency_id }: Place, holder: PlacePerson): void {
    this.places =
      this.places?.map((place) =>
        place.company_id === company_id && place.agency_id === agency_id
          ? { ...place, people: place.people.map((one) => (one.person_id === holder.person_id ? holder : one)) }
          : place,
      ) ?? null;
  }

  #holder(at: { company_id: string; agency_id: string }, personId: string): PlacePerson | undefined {
    const place = this.places?.find((one) => one.company_id === at.company_id && one.agency_id === at.agency_id);
    return place?.people.find(({ person_id }) => person_id === personId);
  }
}
