import { t } from '../../../../i18n/format.js';
import { lengthOf } from '../../../../text/characters.js';

/** Longest name, in characters as a person sees them, as the server has it. */
export const NAME_LENGTH = 40;

/** Says in the field what the server would refuse, before anything is sent. */
export function checkName(field: HTMLInputElement): void {
  const tooLong = lengthOf(field.value.trim(), NAME_LENGTH * 4) > NAME_LENGTH;
  field.setCustomValidity(tooLong ? t('forum.composer.nameTooLong', { most: NAME_LENGTH }) : '');
  field.reportValidity();
}
