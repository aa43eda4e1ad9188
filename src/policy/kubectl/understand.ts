/** From the text of a command to what it would do and the arguments that the program is to get. */
import type { ClassifyKubectl, KubectlAction } from './types.ts';
import { splitWords } from './words.ts';

/** `argv` is what kubectl is given; it is empty where the text is no command. */
export type UnderstoodKubectl = KubectlAction & { argv: readonly string[] };

/** `context`: one that the caller chose beside the command. */
export type UnderstandKubectl = (text: string, context?: string) => UnderstoodKubectl;

/** Makes the reader of command lines, with or without the leading `kubectl`. */
export function createUnderstandKubectl(classify: ClassifyKubectl): UnderstandKubectl {
  return (text, context) => {
    const split = splitWords(text);
    if ('refused' in split) {
      return { effect: 'unknown', forbidden: split.refused, summary: text.trim(), argv: [] };
    }
    const words = split.words[0] === 'kubectl' ? split.words.slice(1) : split.words;
    const argv = context === undefined ? words : [`--context=${context}`, ...words];
    return { ...classify(argv), argv };
  };
}
