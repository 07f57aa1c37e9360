/** Somebody whom the forum knows, and the token that shows it. */
export type Person = { readonly id: string; readonly name: string; readonly token: string };
