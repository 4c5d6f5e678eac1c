// What the palette offers, with the words of the language that is chosen now.

import type { Settings, Status, Theme } from './backend/types';
import { openFilters } from './documents/filters';
import type { Command } from './frame/command';
import { t } from './shared/i18n/index.svelte';
import type { Workspace } from './workspace.svelte';

/** What only the window can do. */
export interface WindowActs {
  focusSearch: () => void;
  selectPage: () => void;
  settings: () => void;
  help: () => void;
  mandates: () => void;
  support: () => void;
  lock: () => void;
  signOut: () => void;
  save: (settings: Settings) => void;
}

export function paletteCommands(workspace: Workspace, status: Status, acts: WindowActs): Command[] {
  const names = t().palette.commands;
  const { selection, list } = workspace;
  const theme = (chosen: Theme) => (): void => acts.save({ ...status.settings, theme: chosen });
  const some: Command[] =
    selection.size === 0
      ? []
      : [
          { label: names.download, act: () => void workspace.save(selection.ids) },
          { label: names.clearSelection, act: () => selection.clear() },
        ];
  const signable: Command[] =
    selection.toSign.length === 0 || workspace.obstacle(status) !== null
      ? []
      : [{ label: names.review, keys: 'Ctrl Enter', act: () => workspace.review(status) }];
  const administration: Command[] = status.administers
    ? [{ label: t().people.rights.title, act: () => workspace.go('rights') }]
    : [];
  return [
    ...signable,
    { label: names.search, keys: '/', act: acts.focusSearch },
    { label: names.home, act: () => workspace.go('home') },
    { label: names.toSign, act: () => workspace.go('to_sign') },
    { label: names.archived, act: () => workspace.go('archived') },
    { label: names.contracts, act: () => list.show(openFilters('contract')) },
    { label: names.invoices, act: () => workspace.go('invoices') },
    { label: names.exportXlsx, act: () => void workspace.exportList('xlsx') },
    { label: names.exportCsv, act: () => void workspace.exportList('csv') },
    { label: names.exportZip, act: () => void workspace.chooseNames() },
    { label: names.selectPage, keys: 'Ctrl A', act: acts.selectPage },
    ...some,
    { label: names.sync, act: () => workspace.sync() },
    ...administration,
    { label: t().people.relations.title, act: () => workspace.go('relations') },
    { label: t().people.mandates.title, act: acts.mandates },
    { label: names.settings, act: acts.settings },
    { label: t().support.title, act: acts.support },
    { label: names.help, keys: 'F1', act: acts.help },
    { label: names.light, act: theme('light') },
    { label: names.dark, act: theme('dark') },
    { label: names.systemTheme, act: theme('system') },
    { label: names.lock, act: acts.lock },
    { label: names.signOut, act: acts.signOut },
  ];
}
