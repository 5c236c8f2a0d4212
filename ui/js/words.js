// The words of both languages, which lie beside the module: within it they would be a tenth of what has to be compiled.

const words = {};

await Promise.all(
  ["vi", "en"].map(async (language) => {
    const answer = await fetch(`/words/${language}.txt`);
    words[language] = await answer.text();
  }),
);

/** All messages of a language, in the order of their keys, with a zero between them. */
export function wordsOf(language) {
  return words[language] ?? "";
}
