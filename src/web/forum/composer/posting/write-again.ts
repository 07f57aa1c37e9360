import { compose, drawn } from '../../reading/reading.js';
import type { Outgoing } from '../../state/state.js';
import type { Store } from '../../state/store.js';
import { placeOfReply, putBack } from '../drafts.js';
import { discard } from './outbox.js';

/** Puts a refused post back where it was written, with the focus in the field that was refused. */
export async function writeAgain(store: Store, { key, parentId, text, name, code, field }: Outgoing): Promise<void> {
  const place = placeOfReply(parentId);
  putBack(store, place, text);
  discard(store, key);
  compose(store, place);
  await drawn();
  const form = formOf(parentId);
  const nameField = form?.querySelector<HTMLInputElement>('input[name=name]');
  if (nameField && !nameField.value) nameField.value = name;
  const isName = code === 'name_taken' || field === 'name';
  (isName && nameField ? nameField : form?.querySelector('textarea'))?.focus();
}

const formOf = (parentId: string | null): HTMLElement | null =>
  document.getElementById(parentId === null ? 'composer' : `composer-${parentId}`);
