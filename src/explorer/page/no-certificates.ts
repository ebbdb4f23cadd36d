/** Stands for what Node knows of certificates, which browsers do not: their dates are taken to be right. */
export class X509Certificate {
  public readonly validFrom = '';
  public readonly validTo = '';
}
