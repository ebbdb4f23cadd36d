/** How a text is compared. */
export interface TextTest {
  /** The whole text equals this. @default - not compared so */
  readonly exact?: string | undefined;
  /** The text begins with this. @default - not compared so */
  readonly prefix?: string | undefined;
  /** The whole text fits this RE2 expression. @default - not compared so */
  readonly regex?: string | undefined;
}
