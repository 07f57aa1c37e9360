/** The name under which our pages' policy lets their one script make elements of HTML (Trusted Types). */
export const TRUSTED_TYPES = 'rejoinder';

type Policies = { createPolicy(name: string, rules: { createHTML: (html: string) => string }): Policy };
type Policy = { createHTML(html: string): string };

/** The browser takes a second policy of this name from nobody; one that knows nothing of them takes strings. */
const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy('rejoinder', {
  createHTML: String,
});

/** HTML as the server made it of what somebody wrote, for the browser to draw. Nothing else may pass here. */
export const trusted = (html: string): string => (policy ? policy.createHTML(html) : html);
