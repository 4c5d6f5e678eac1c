// What the screens may ask of relations, rights, people and mandates. Every command rejects with an `ErrorView`.

import { bridge } from './bridge';
import type {
  LostAccess,
  Mandate,
  NewMandate,
  NewPerson,
  PatchPerson,
  PersonDetails,
  Phone,
  Place,
  PlacePerson,
  PutRights,
  Relation,
  RightsHistory,
} from './types';

/** As they are known, those that wait first. */
export const relations = (): Promise<Relation[]> => bridge.call('relations');
export const confirmRelation = (companyId: string, agencyId: string): Promise<Relation[]> =>
  bridge.call('confirm_relation', { companyId, agencyId });
export const declineRelation = (companyId: string, agencyId: string, reason: string): Promise<Relation[]> =>
  bridge.call('decline_relation', { companyId, agencyId, reason });
/** What left this computer with the right to see it, until it was read of. */
export const lostAccess = (): Promise<LostAccess[]> => bridge.call('lost_access');
export const forgetLostAccess = (): Promise<void> => bridge.call('forget_lost_access');

/** The places that the person administers. */
export const rights = (): Promise<Place[]> => bridge.call('rights');
export const setRights = (rights: PutRights): Promise<PlacePerson> => bridge.call('set_rights', { rights });
export const person = (id: string): Promise<PersonDetails> => bridge.call('person', { id });
export const changePerson = (id: string, change: PatchPerson): Promise<PersonDetails> =>
  bridge.call('change_person', { id, change });
export const addPerson = (person: NewPerson): Promise<PersonDetails> => bridge.call('add_person', { person });
export const removePerson = (id: string, companyId: string): Promise<void> =>
  bridge.call('remove_person', { id, companyId });
/** Newest first; `before` as the page before said. */
export const rightsHistory = (companyId: string, before: number | null): Promise<RightsHistory> =>
  bridge.call('rights_history', { companyId, before });

/** Those that the person gave or was given. */
export const mandates = (): Promise<Mandate[]> => bridge.call('mandates');
export const giveMandate = (mandate: NewMandate): Promise<Mandate> => bridge.call('give_mandate', { mandate });
export const revokeMandate = (id: string): Promise<void> => bridge.call('revoke_mandate', { id });

/** What was typed, for a country by its ISO 3166 code. */
export const readPhone = (typed: string, country: string): Promise<Phone> =>
  bridge.call('read_phone', { typed, country });
