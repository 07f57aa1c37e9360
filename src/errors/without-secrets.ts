/** Parameters that whoever reads a log could use: the one-time link's, and what others may come to be called. */
const SECRETS = /([?&](?:token|link|key|secret|code|password|access_token)=)[^&#\s"'<>]+/gi;

/** An address, or a text with addresses in it, as it may stand in a log. */
export const withoutSecrets = (text: string): string => text.replace(SECRETS, '$1…');
