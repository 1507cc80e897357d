/**
 * A token, or where to get one. It is asked before every request and every connection; `refused` is the token that the service has just
 * refused, so that a supplier which can renew does so. To answer with the same token again is to say that there is no other.
 */
export type TokenSupplier = string | ((refused?: string) => string | Promise<string>);

export async function tokenOf(supplier: TokenSupplier, refused?: string): Promise<string> {
  return typeof supplier === "string" ? supplier : supplier(refused);
}
