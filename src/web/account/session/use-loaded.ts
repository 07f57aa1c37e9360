import { useEffect, useState } from 'preact/hooks';

/** What the server is asked for once the part of the page is there: the answer, or why there is none. */
export function useLoaded<Answer>(load: () => Promise<Answer>) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState('');
  const loadAgain = () => {
    setProblem('');
    void load().then(setAnswer, (error: Error) => setProblem(error.message));
  };
  useEffect(loadAgain, []);
  return { answer, setAnswer, problem, loadAgain } as const;
}
