/** What can be wrong with a token, in the order in which it is looked for. */
export const SSO_ERRORS = [
  'sso_token_malformed',
  'sso_header_not_allowed',
  'sso_algorithm_not_allowed',
  'sso_key_not_found',
  'sso_keys_unavailable',
  'sso_signature_not_valid',
  'sso_claim_not_valid',
  'sso_wrong_issuer',
  'sso_wrong_audience',
  'sso_token_too_long',
  'sso_token_expired',
  'sso_token_early',
  'sso_token_used',
] as const;
