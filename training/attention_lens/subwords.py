"""Encodes text with the learned vocabulary, pretoken by pretoken, keeping which word each piece belongs to."""

import functools
from pathlib import Path

import sentencepiece

from .pretokens import META, pretokens

EOS, UNK = 0, 1


class Subwords:
    """The vocabulary in SentencePiece's form; ids as in tokenizer.json."""

    def __init__(self, model_file: Path) -> None:
        self._processor = sentencepiece.SentencePieceProcessor(model_file=str(model_file))
        self.pad = self._processor.get_piece_size()
        self.size = self.pad + 1
        self._pieces = functools.lru_cache(maxsize=500_000)(
            lambda pretoken: tuple(self._processor.encode(pretoken, out_type=int))
        )

    def encode(self, text: str) -> tuple[list[int], list[int]]:
        """Returns the ids of the pieces, without </s>, and for each the index of its word (see pretokens.WORD)."""
        ids: list[int] = []
        words: list[int] = []
        word, in_word = -1, False
        for pretoken in pretokens(text):
            wordlike = pretoken[-1] == "_" or pretoken[-1].isalnum()
            if not (in_word and wordlike) or pretoken[0] == META:
                word += 1
            in_word = wordlike
            pieces = self._pieces(pretoken)
            ids.extend(pieces)
            words.extend([word] * len(pieces))
        return ids, words

    def piece(self, piece_id: int) -> str:
        return self._processor.id_to_piece(int(piece_id))

    def decode(self, ids: list[int]) -> str:
        """Returns the text of the pieces up to the first </s>."""
        kept: list[int] = []
        for i in ids:
            if i in (EOS, self.pad):
                break
            kept.append(int(i))
        return self._processor.decode(kept).replace(META, " ").strip()
