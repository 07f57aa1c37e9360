import { useEffect, useState } from 'preact/hooks';

/** The time (ms), drawn anew every `step` ms so that "3 min" stays true. */
export function useNow(step: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), step);
    return () => clearInterval(timer);
  }, [step]);
  return now;
}
