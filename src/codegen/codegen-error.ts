/** Something in the input of the generator that it does not understand; it stops there rather than guess. */
export class CodegenError extends Error {
  public override readonly name = 'CodegenError';
}
