const SHAPES = {
  published: <circle cx="5" cy="5" r="3.5" />,
  held: <circle cx="5" cy="5" r="3" class="hollow" />,
  reported: <path d="M2.5 9V1.5h5.5L6.5 3.75 8 6H2.5" class="hollow" />,
  rejected: <path d="m2 2 6 6m0-6L2 8" class="hollow" />,
  spam: <path d="M5 .8 9.2 5 5 9.2.8 5Z" />,
  deleted: <path d="M1.5 5h7" class="hollow" />,
} as const;

export type MarkState = keyof typeof SHAPES;

export function isMarkState(state: string): state is MarkState {
  return state in SHAPES;
}

/** The shape of a state on a 10 px grid; its colour comes from the class, so neither stands alone. */
export function Shape({ state }: { state: MarkState }) {
  return <g class={`mark mark-${state}`}>{SHAPES[state]}</g>;
}

/** A state's sign beside its word; the word is what a screen reader says. */
export function StateMark({ state }: { state: MarkState }) {
  return (
    <svg class="state-mark" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
      <Shape state={state} />
    </svg>
  );
}
