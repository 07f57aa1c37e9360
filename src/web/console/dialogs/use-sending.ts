import { useState } from 'preact/hooks';
import type { ApiError } from '../api.js';

/** Sends what a dialog asks for, once at a time: it closes when that is done, and stays with the refusal where it is not. */
export function useSending(close: () => void): {
  readonly refusal: ApiError | null;
  readonly sending: boolean;
  readonly send: (work: () => Promise<ApiError | null>) => Promise<void>;
} {
  const [refusal, refuse] = useState<ApiError | null>(null);
  const [sending, setSending] = useState(false);
  const send = async (work: () => Promise<ApiError | null>) => {
    if (sending) return;
    setSending(true);
    refuse(null);
    const refused = await work().finally(() => setSending(false));
    if (refused) refuse(refused);
    else close();
  };
  return { refusal, sending, send };
}
