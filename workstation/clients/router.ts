import { businessDayOf } from '#core/base/time.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { removeView, saveView } from '#db/changes/client-views.ts';
import { listCities, listOwners, listTags } from '#db/queries/client-choices.ts';
import { listConsents } from '#db/queries/client-profile.ts';
import { searchClients } from '#db/queries/client-search.ts';
import { readTimeline } from '#db/queries/client-timeline.ts';
import { listViews } from '#db/queries/client-views.ts';
import { listClientIds, listClients, type ClientQuery } from '#db/queries/clients.ts';
import { readRow } from '#db/rows.ts';
import { os } from '#workstation/base.ts';
import { contactBudgetOf } from '#workstation/clients/budget.ts';
import { correctClient } from '#workstation/clients/correct.ts';
import { createClient } from '#workstation/clients/create.ts';
import { addNote, recordConsent, revealPhone } from '#workstation/clients/facts.ts';
import { buildProfile } from '#workstation/clients/profile.ts';
import { addTag, removeTag } from '#workstation/clients/tags.ts';
import type { Station } from '#workstation/station.ts';

const mostSuggestions = 20;
const mostTagChoices = 200;

export const clientsRouter = {
  search: os.clients.search.handler(({ input, context }) =>
    searchClients(context.station.db, input.text, input).map(masked),
  ),
  list: os.clients.list.handler(({ input, context }) => {
    const { total, rows } = listClients(context.station.db, queryOf(context.station, input), input);
    return { total, rows: rows.map(masked) };
  }),
  ids: os.clients.ids.handler(({ input, context }) =>
    listClientIds(context.station.db, queryOf(context.station, input), input.limit),
  ),
  choices: os.clients.choices.handler(({ context: { station } }) => ({
    cities: listCities(station.db),
    tags: listTags(station.db, '', mostTagChoices),
    owners: listOwners(station.db),
  })),
  get: os.clients.get.handler(({ input, context, errors }) => {
    const profile = buildProfile(context.station, input.id);
    if (!profile) throw errors.NOT_FOUND();
    return profile;
  }),
  timeline: os.clients.timeline.handler(({ input, context, errors }) => {
    const { db } = context.station;
    if (!readRow(db, 'client', input.id)) throw errors.NOT_FOUND();
    const { before, limit, filter } = input;
    return readTimeline(db, input.id, { before, limit, ...(filter && { filter }) });
  }),
  budget: os.clients.budget.handler(({ input, context, errors }) => {
    const budget = contactBudgetOf(context.station, input.id);
    if (!budget) throw errors.NOT_FOUND();
    return budget;
  }),
  correct: os.clients.correct.handler(({ input, context, errors }) => {
    const corrected = correctClient(context.station, input.id, input.patch);
    if (corrected.ok) return corrected.value;
    if (corrected.error.code === 'INVALID_PHONE') throw errors.INVALID_PHONE({ data: corrected.error });
    throw corrected.error.code === 'NOT_FOUND' ? errors.NOT_FOUND() : errors.INVALID_BIRTH_DAY();
  }),
  create: os.clients.create.handler(({ input, context, errors }) => {
    const created = createClient(context.station, input);
    if (created.ok) return created.value;
    switch (created.error.code) {
      case 'INVALID_PHONE':
        throw errors.INVALID_PHONE({ data: created.error });
      case 'PHONE_TAKEN':
        throw errors.PHONE_TAKEN({ data: created.error });
      default:
        throw errors.INVALID_BIRTH_DAY();
    }
  }),
  addTag: os.clients.addTag.handler(({ input, context, errors }) => {
    if (!readRow(context.station.db, 'client', input.id)) throw errors.NOT_FOUND();
    return { added: addTag(context.station, [input.id], input) };
  }),
  bulkTag: os.clients.bulkTag.handler(({ input, context }) => ({
    added: addTag(context.station, input.ids, { name: input.name, expiresAt: null }),
  })),
  removeTag: os.clients.removeTag.handler(({ input, context, errors }) => {
    if (!removeTag(context.station, input.tagId)) throw errors.NOT_FOUND();
  }),
  tagSuggestions: os.clients.tagSuggestions.handler(({ input, context }) =>
    listTags(context.station.db, input.text, mostSuggestions),
  ),
  addNote: os.clients.addNote.handler(({ input, context, errors }) => {
    if (!addNote(context.station, input.id, input.text)) throw errors.NOT_FOUND();
  }),
  revealPhone: os.clients.revealPhone.handler(({ input, context, errors }) => {
    const revealed = revealPhone(context.station, input.id, input.reason);
    if (!revealed) throw errors.NOT_FOUND();
    return revealed;
  }),
  consents: os.clients.consents.handler(({ input, context }) => listConsents(context.station.db, input.id)),
  recordConsent: os.clients.recordConsent.handler(({ input, context, errors }) => {
    const { id, ...entry } = input;
    const recorded = recordConsent(context.station, id, entry);
    if (!recorded) throw errors.NOT_FOUND();
    return recorded;
  }),
  views: os.clients.views.handler(({ context }) => listViews(context.station.db)),
  saveView: os.clients.saveView.handler(({ input, context }) => saveView(context.station.db, input)),
  removeView: os.clients.removeView.handler(({ input, context }) =>
    removeView(context.station.db, input.name),
  ),
};

function queryOf({ clock }: Station, { filter, sort }: Pick<ClientQuery, 'filter' | 'sort'>): ClientQuery {
  return { filter, sort, today: businessDayOf(clock()) };
}

function masked<Client extends { readonly phone: string | null }>({ phone, ...client }: Client) {
  return { ...client, phoneMasked: phone && maskPhone(phone) };
}
