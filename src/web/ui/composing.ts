type Press = { readonly isComposing: boolean; readonly keyCode?: number };

/** Whether an input method is at work: its Enter and Escape are its own. 229: Safari, which ends the composition first. */
export const isComposing = ({ isComposing, keyCode }: Press): boolean => isComposing || keyCode === 229;
