import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api.js';

type Page<Value> = { readonly values: readonly Value[]; readonly next: string | null };
type More<Value> = Page<Value> & { readonly loading: boolean; readonly failed: boolean; readonly more: () => void };

/** A list that comes page by page: the first at once, each further one when somebody asks for it. */
export function useMore<Value>(load: (cursor: string | null) => Promise<Page<Value>>): More<Value> {
  const [page, setPage] = useState<Page<Value>>({ values: [], next: null });
  const [status, setStatus] = useState<'loading' | 'ready' | 'failed'>('loading');
  const read = async () => {
    setStatus('loading');
    try {
      const { values, next } = await load(page.next);
      setPage((known) => ({ values: [...known.values, ...values], next }));
      setStatus('ready');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setStatus('failed');
    }
  };
  useEffect(() => void read(), []);
  const more = () => void (status !== 'loading' && read());
  return { ...page, loading: status === 'loading', failed: status === 'failed', more };
}
