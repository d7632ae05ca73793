/** Every text of a catalog by its path; forms of a plural go by their common name. */
export type TextKeys<Node, Prefix extends string = ''> = {
  [Key in keyof Node & string]: Node[Key] extends string
    ? `${Prefix}${WithoutPlural<Key>}`
    : TextKeys<Node[Key], `${Prefix}${Key}.`>;
}[keyof Node & string];

type WithoutPlural<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` | `${infer Base}_many`
  ? Base
  : Key;
