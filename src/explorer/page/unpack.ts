/** The text that is packed in an element of the page: gzip in Base64. */
export async function unpack(id: string): Promise<string> {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element "${id}"`);
  const bytes = Uint8Array.from(atob(element.textContent ?? ''), character => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return await new Response(stream).text();
}
