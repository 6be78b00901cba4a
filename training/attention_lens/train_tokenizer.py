"""Learns the joint subword vocabulary and writes it as tokenizer.json.

    python3 -m attention_lens.train_tokenizer --corpus en-fr/train.tsv.xz --out build/en-fr --vocab-size 8000

Byte-pair encoding (Sennrich et al. 2016) with byte fallback, so that no character is ever lost. SentencePiece learns
the merges from pretokens with their counts, one pretoken a "sentence", so that no piece crosses a pretoken.
Ids follow Marian's convention: 0 = </s>, 1 = <unk>, the last = <pad>, which also starts the decoder.
"""

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

import sentencepiece

from .corpora import read_pairs
from .pretokens import pretokens

# How often a pair of a corpus counts: everyday speech is small next to the documentation.
CORPUS_WEIGHT = {"tatoeba": 4, "canada-laws": 0.25, "msdocs-mt": 0.5, "adobe-commerce-mt": 0.5}


def count_pretokens(path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    by_corpus: dict[str, Counter[str]] = {}
    for pair in read_pairs(path):
        of_corpus = by_corpus.setdefault(pair.corpus, Counter())
        of_corpus.update(pretokens(pair.source))
        of_corpus.update(pretokens(pair.target))
    for corpus, of_corpus in by_corpus.items():
        weight = CORPUS_WEIGHT.get(corpus, 1)
        for pretoken, count in of_corpus.items():
            counts[pretoken] += round(count * weight)
    return counts


def train(counts: Counter[str], vocab_size: int, prefix: Path) -> None:
    """Runs SentencePiece's BPE trainer; writes prefix.model. One id is left free for <pad>."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8", newline="\n") as words:
        for pretoken, count in counts.most_common():
            if count >= 2:
                words.write(f"{pretoken}\t{count}\n")
        words.flush()
        sentencepiece.SentencePieceTrainer.train(
            input=words.name,
            input_format="tsv",
            model_prefix=str(prefix),
            model_type="bpe",
            vocab_size=vocab_size - 1,
            character_coverage=0.99995,
            byte_fallback=True,
            normalization_rule_name="identity",
            remove_extra_whitespaces=False,
            add_dummy_prefix=False,
            eos_id=0,
            unk_id=1,
            bos_id=-1,
            pad_id=-1,
            num_threads=1,
        )


def to_tokenizer_json(processor: sentencepiece.SentencePieceProcessor) -> dict:
    """Returns the vocabulary as a Hugging Face tokenizers file.

    SentencePiece's BPE merges the adjacent pair whose union has the lowest id, whichever two pieces make it up, so
    every split of a piece into two pieces is listed as a merge, ordered by the id of the piece.
    """
    vocab = {processor.id_to_piece(i): i for i in range(processor.get_piece_size())}
    mergeable = {p for p, i in vocab.items() if not (processor.is_byte(i) or processor.is_control(i) or processor.is_unknown(i))}
    merges = [
        [piece[:cut], piece[cut:]]
        for piece in vocab
        if piece in mergeable
        for cut in range(1, len(piece))
        if piece[:cut] in mergeable and piece[cut:] in mergeable
    ]
    pad = len(vocab)
    vocab["<pad>"] = pad
    special = [("</s>", 0), ("<unk>", 1), ("<pad>", pad)]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for t, i in special
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "NFC"},
                {"type": "Replace", "pattern": {"String": "’"}, "content": "'"},
                {"type": "Replace", "pattern": {"String": "▁"}, "content": "_"},
                {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
                {"type": "Strip", "strip_left": True, "strip_right": True},
                {"type": "Prepend", "prepend": "▁"},
                {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
            ],
        },
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"Regex": r"▁?(?:[\p{L}\p{Nl}\p{No}]+|\p{Nd}|[^▁])|▁"},
            "behavior": "Isolated",
            "invert": False,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
            "pair": [],
            "special_tokens": {"</s>": {"id": "</s>", "ids": [0], "tokens": ["</s>"]}},
        },
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "ByteFallback"},
                {"type": "Fuse"},
                {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                {"type": "Strip", "content": " ", "start": 1, "stop": 0},
            ],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "<unk>",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "ignore_merges": False,
            "vocab": vocab,
            "merges": merges,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="TSV or TSV.xz of pairs")
    parser.add_argument("--out", type=Path, required=True, help="folder for tokenizer.model and tokenizer.json")
    parser.add_argument("--vocab-size", type=int, default=8000, help="pieces, special ones counted")
    options = parser.parse_args()

    options.out.mkdir(parents=True, exist_ok=True)
    train(count_pretokens(options.corpus), options.vocab_size, options.out / "tokenizer")
    processor = sentencepiece.SentencePieceProcessor(model_file=str(options.out / "tokenizer.model"))
    (options.out / "tokenizer.json").write_text(
        json.dumps(to_tokenizer_json(processor), ensure_ascii=False, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
