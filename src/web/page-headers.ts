/**
 * What a browser may do with one of our pages: load its own script, style and data, post its own forms, and stand in a
 * frame only where `ancestors` says. Nothing inline runs, nobody else is asked for anything.
 */
export function pageHeaders(ancestors: string): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${ancestors}`,
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  };
}

/**
 * The pages that may carry a site's forum: its hosts on every port, and ourselves. `localhost` stands for its numbers too.
 */
export function ancestorsOf(hosts: readonly string[]): string {
  const names = hosts.flatMap((host) => (host === 'localhost' ? ['localhost', '127.0.0.1'] : [host]));
  return ["'self'", ...names.flatMap((name) => [`https://${name}:*`, `http://${name}:*`])].join(' ');
}
