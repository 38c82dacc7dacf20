"""Writes bleu.json: texts and their BLEU, computed here from the definition alone, to hold RnnDsl.Torch's against.

    python3 make_bleu.py

BLEU: Papineni et al., ACL 2002; the tokenizer: NIST's mteval-v13a.pl; smoothing: method 3 of Chen and Cherry, WMT 2014; how sacrebleu puts
these together: Post, WMT 2018. Where sacrebleu's own documentation and tests state a score, this script asserts it.
"""

import json
import math
import pathlib
import random
import re
from fractions import Fraction

SYMBOLS = set("{|}~[\\]^_` !\"#$%&()*+:;<=>?@/")


def words_13a(text):
    text = text.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    for entity, character in (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(entity, character)
    text = "".join(f" {c} " if c in SYMBOLS else c for c in f" {text} ")
    text = re.sub(r"([^0-9])([.,])", r"\1 \2 ", text)
    text = re.sub(r"([.,])([^0-9])", r" \1 \2", text)
    return re.sub(r"([0-9])-", r"\1 - ", text).split()


def grams(words, n):
    return [tuple(words[i:i + n]) for i in range(len(words) - n + 1)]


def bleu(hypotheses, references, tokenizer="13a", lower=False, smooth=True, effective=False):
    def split(text):
        text = text.lower() if lower else text
        return words_13a(text) if tokenizer == "13a" else text.split()

    matches, totals, system, nearest = [0] * 4, [0] * 4, 0, 0
    for hypothesis, right in zip(hypotheses, references):
        words, right = split(hypothesis), [split(text) for text in right if text]
        system += len(words)
        nearest += min((abs(len(r) - len(words)), len(r)) for r in right)[1]
        for n in range(1, 5):
            mine = grams(words, n)
            totals[n - 1] += len(mine)
            matches[n - 1] += sum(min(mine.count(g), max(grams(r, n).count(g) for r in right)) for g in set(mine))
    penalty = 1.0 if system >= nearest else math.exp(1 - nearest / system) if system else 0.0
    precisions, zeros, orders = [Fraction(0)] * 4, 0, 4
    for n in range(4):
        if not any(matches) or totals[n] == 0:
            break
        if effective:
            orders = n + 1
        if matches[n] == 0 and smooth:
            zeros += 1
            precisions[n] = Fraction(1, 2 ** zeros * totals[n])
        else:
            precisions[n] = Fraction(matches[n], totals[n])
    product = math.prod(precisions[:orders])
    return {
        "score": 100 * penalty * float(product) ** (1 / orders), "matches": matches, "totals": totals,
        "precisions": [100 * float(p) for p in precisions], "penalty": penalty, "hypothesisLength": system, "referenceLength": nearest,
    }


DOG = (["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."],
       [["The dog bit the man.", "The dog had bit the man."],
        ["It was not unexpected.", "No one was surprised."],
        ["The man bit him first.", "The man had bitten the dog."]])
SUGAR = (["Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;"],
         [["producţia de zahăr brut se exprimă în zahăr alb;"]])

# What sacrebleu's README and tests state.
PUBLISHED = [
    ("the dog of sacrebleu's README", *DOG, {}, 48.530827, 1e-6),
    ("the dog, split on spaces", *DOG, {"tokenizer": "none"}, 49.1919566, 1e-6),
    ("the dog, without smoothing", *DOG, {"smooth": False}, 48.530827, 1e-6),
    ("nothing said of the dog", ["", "", ""], DOG[1], {}, 0.0, 0),
    ("sugar", *SUGAR, {"effective": True}, 8.493, 1e-3),
    ("sugar, split on spaces", *SUGAR, {"effective": True, "tokenizer": "none"}, 7.347, 1e-3),
    ("sugar, without smoothing", *SUGAR, {"effective": True, "smooth": False}, 0.0, 0),
    ("no word in common", ["this is a cat"], [["okay thanks"]], {"effective": True}, 0.0, 0),
]

OWN = [
    ("equal", ["A cat sat on the mat."], [["A cat sat on the mat."]], {}),
    ("equal but for case", ["A CAT SAT ON THE MAT."], [["a cat sat on the mat."]], {}),
    ("equal but for case, made small", ["A CAT SAT ON THE MAT."], [["a cat sat on the mat."]], {"lower": True}),
    ("the clipped the of the paper", ["the the the the the the the"], [["The cat is on the mat.", "There is a cat on the mat."]], {}),
    ("the candidates of the paper",
     ["It is a guide to action which ensures that the military always obeys the commands of the party."],
     [["It is a guide to action that ensures that the military will forever heed Party commands.",
       "It is the guiding principle which guarantees the military forces always being under the command of the Party.",
       "It is the practical guide for the army always to heed the directions of the party."]], {}),
    ("too short for four words", ["Run!"], [["Run!"]], {}),
    ("too short for four words, as a sentence", ["Run!"], [["Run!", "Flee!"]], {"effective": True}),
    ("references of several numbers", ["One is here now.", "Two are there, or so."], [["One is here.", ""], ["Two are there.", "Two are over there, or so."]], {}),
    ("two references equally near", ["a b c d e"], [["a b c d e f g", "a b c"]], {"tokenizer": "none"}),
    ("numbers", ["It cost 1,234.50 dollars - 3-4 times 2.5, i.e. (much) more..."], [["It cost 1,234.5 dollars, 3-4 times 2.5, i.e. much more."]], {}),
    ("entities", ["Tom &amp; Jerry said &quot;no&quot; &lt;b&gt;"], [["Tom & Jerry said \"no\" <b>"]], {}),
    ("spaces of every kind", [" Il\u202fa\u00a0dit\u2009: «\u202foui\u202f»\x1c ici\n"], [["Il a dit : « oui » ici"]], {}),
    ("accents, emoji and dashes", ["L’été, déjà 😀. 12-13—14 😀,ok"], [["L’été déjà 😀. 12-13 — 14 😀, ok"]], {}),
    ("a word split at a line's end", ["inter-\nnational law of the sea-\n"], [["international law of the sea-"]], {}),
    ("skipped", ["<skipped>all of this is here"], [["all of this is here"]], {}),
]


def drawn(seed):
    """Sentences of a few words, so that sequences repeat, with symbols among them."""
    source = random.Random(seed)
    words = ["the", "dog", "bit", "a", "man", "l'été", "The", "3.5", "1,000", "x-y", "7-8", "don't", "ok", "...", "(so)", "!", "100%", "naïve"]

    def sentence(shortest):
        return "".join(source.choice(words) + source.choice([" ", " ", " ", ", ", ".", " - "]) for _ in range(source.randint(shortest, 14)))

    def near(text):
        return " ".join(word if source.random() < 0.8 else source.choice(words) for word in text.split())

    hypotheses = [sentence(0) for _ in range(source.randint(1, 6))]
    references = [[near(text) or "the" if source.random() < 0.8 else sentence(1) for _ in range(source.randint(1, 3))] for text in hypotheses]
    return hypotheses, references


def main():
    cases = []
    for name, hypotheses, references, options, score, tolerance in PUBLISHED:
        result = bleu(hypotheses, references, **options)
        assert abs(result["score"] - score) <= tolerance, (name, result)
        cases.append((name, hypotheses, references, options, result))
    for name, hypotheses, references, options in OWN:
        cases.append((name, hypotheses, references, options, bleu(hypotheses, references, **options)))
    for seed in range(40):
        hypotheses, references = drawn(seed)
        options = {"tokenizer": "13a" if seed % 3 else "none", "smooth": seed % 5 != 0, "lower": seed % 4 == 0}
        if seed % 2:
            hypotheses, references, options = hypotheses[:1], references[:1], {**options, "effective": True}
        cases.append((f"drawn {seed}", hypotheses, references, options, bleu(hypotheses, references, **options)))

    written = [{
        "name": name, "hypotheses": hypotheses, "references": references,
        "tokenizer": options.get("tokenizer", "13a"), "lower": options.get("lower", False), "smooth": options.get("smooth", True),
        "sentence": options.get("effective", False), **result,
    } for name, hypotheses, references, options, result in cases]
    lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in written)
    (pathlib.Path(__file__).parent / "bleu.json").write_text(f"[\n{lines}\n]\n", encoding="ascii")


if __name__ == "__main__":
    main()
