import { useEffect, useState } from 'preact/hooks';
import type { AddressesAnswer } from '../../../moderation/addresses/addresses.schema.js';
import type { AddressRules } from '../../../sites/address-rules.schema.js';
import { ApiError, type ConsoleApi } from '../api.js';

export type Twins = AddressesAnswer['twins'];
export type Consequence =
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly twins: Twins }
  | { readonly kind: 'refused'; readonly message: string };

/** ms of rest before the server is asked: names are typed letter by letter. */
const PAUSE_MS = 250;
/** How often at most it is asked again while what was asked for is being merged, and the ms between. */
const LOOKS = 30;
const AGAIN_MS = 1_000;

/**
 * What would become one discussion under these rules; the answer to what was asked last.
 * @param isMerging asks again until nothing is left of it
 */
export function useConsequence(api: ConsoleApi, siteId: string, rules: AddressRules, isMerging: boolean): Consequence {
  const [consequence, take] = useState<Consequence>({ kind: 'asking' });
  const [looks, look] = useState(0);
  const asked = JSON.stringify(rules);
  useEffect(() => take({ kind: 'asking' }), [siteId, asked]);
  useEffect(() => {
    let isLast = true;
    const timer = setTimeout(() => {
      api.previewAddresses(siteId, rules).then(
        ({ twins }) => isLast && take({ kind: 'known', twins }),
        (error: unknown) => {
          if (!(error instanceof ApiError)) throw error;
          if (isLast) take({ kind: 'refused', message: error.message });
        },
      );
    }, PAUSE_MS);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, [siteId, asked, looks]);
  useEffect(() => {
    if (!isMerging || looks >= LOOKS || consequence.kind !== 'known' || consequence.twins.length === 0) return;
    const timer = setTimeout(() => look(looks + 1), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [consequence]);
  return consequence;
}

/** Discussions that go into another. */
export const mergesIn = (twins: Twins): number => twins.reduce((sum, { from }) => sum + from.length, 0);
