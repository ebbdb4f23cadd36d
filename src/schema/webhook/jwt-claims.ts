const JWT_CLAIM = /^@request\.auth\.claims(?:\..+|\[.+\])$/i;

/** Whether a header match names a claim of a JWT: `@request.auth.claims.x` or `@request.auth.claims[x]`. */
export function isJwtClaim(name: string): boolean {
  return JWT_CLAIM.test(name);
}
