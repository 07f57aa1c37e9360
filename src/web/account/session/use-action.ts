import { useRef, useState } from 'preact/hooks';

/** What a press does: once at a time, and what went wrong with it is said. */
export function useAction() {
  const busy = useRef(false);
  const [problem, setProblem] = useState('');
  const run = async (act: () => Promise<void>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setProblem('');
    try {
      await act();
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      busy.current = false;
    }
  };
  return { problem, run } as const;
}
