/** A mail address as its owner knows it, and nobody who looks over their shoulder: `m…@example.org`. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}…${address.slice(at)}`;
}
