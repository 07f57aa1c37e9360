import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { WayView } from '../../identity/ways/sign-in.schema.js';

/** What the server says to the script: of which site's forum the page is, and how one signs in there. */
export type Initial = {
  readonly site: { readonly id: string; readonly name: string };
  readonly ways: readonly WayView[];
  /** Inside a publisher's page. */
  readonly embedded: boolean;
};

export const InitialContext = createContext<Initial>({ site: { id: '', name: '' }, ways: [], embedded: false });
export const useInitial = (): Initial => useContext(InitialContext);
