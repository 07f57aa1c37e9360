/** A key as it is printed on the keyboard. Hidden from screen readers: `aria-keyshortcuts` says it there. */
export function KeyCap({ of }: { of: string }) {
  const keys = of === 'R' ? ['⇧', 'R'] : of.split(' ').map((key) => (key === 'Escape' ? 'Esc' : key.toUpperCase()));
  return (
    <span class="key-caps" aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
