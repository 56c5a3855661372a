"""``python -m bench.reading [BUILD]``: how hard the built pages are to read: Flesch–Kincaid grade, and the longest
sentence of each lead.

Grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975). Syllables are counted as
groups of vowels without a silent e, so that a grade can be half a step off; a number counts as one word of one
syllable, as nobody reads one out letter by letter.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from lxml import html

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
VOWELS = re.compile(r"[aeiouyäöüé]+")


def syllables(word: str) -> int:
    """Syllables of a word, roughly: ``spending`` 2, ``whole`` 1."""
    if not word.isalpha():
        return 1
    return max(len(VOWELS.findall(re.sub(r"(?<=[^aeiouyl])e$|(?<=[^dt])ed$", "", word.lower()))), 1)


def grade(texts: list[str]) -> float:
    """The Flesch–Kincaid grade of some paragraphs; nan of none."""
    sentences = [sentence for text in texts for sentence in SENTENCE.split(text)]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if not words:
        return float("nan")
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def paragraphs(page: html.HtmlElement, where: str) -> list[str]:
    """The text of the paragraphs that an XPath finds, each on one line."""
    return [" ".join(part.text_content().split()) for part in page.xpath(where)]


def measured(path: Path) -> tuple[float, int, float]:
    """Of one page: the grade of its lead, the words of the lead's longest sentence, the grade of all its running
    text."""
    page = html.parse(path).getroot()
    lead = paragraphs(page, "//div[contains(@class, 'lead')]//p | //p[contains(@class, 'lead')]")
    longest = max((len(WORD.findall(sentence)) for text in lead for sentence in SENTENCE.split(text)), default=0)
    return grade(lead), longest, grade(paragraphs(page, "//main//div[contains(@class, 'prose')]//p"))


def main() -> None:
    build = Path(sys.argv[1] if len(sys.argv) > 1 else "build")
    print("page                 lead  longest  text")
    for path in sorted([*build.glob("*.html"), *build.glob("country/*.html")]):
        lead, longest, text = measured(path)
        print(f"{path.relative_to(build)!s:20}{lead:5.1f}{longest:9}{text:6.1f}")


if __name__ == "__main__":
    main()
