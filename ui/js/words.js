// The words of both languages, which lie beside the module: within it they would be a tenth of what has to be compiled.

const words = {};

await Promise.all(
  ["vi", "en"].map(async (language) => {
    const answer = await fetch(`/words/${language}.ftl`);
    words[language] = await answer.text();
  }),
);

/** All messages of a language, as Fluent writes them. */
export function wordsOf(language) {
  return words[language] ?? "";
}
