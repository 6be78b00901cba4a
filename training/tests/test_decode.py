"""Checks of beam search against plain searches that keep nothing from step to step."""

import unittest

import torch

from attention_lens.decode import beam_search
from attention_lens.fixtures import transformer_greedy
from attention_lens.models.build import build
from attention_lens.subwords import EOS

PAD, LIMIT = 23, 12
CONFIG = {
    "architecture": "transformer", "model_type": "marian", "vocab_size": PAD + 1, "pad_token_id": PAD, "d_model": 16,
    "encoder_layers": 2, "encoder_attention_heads": 4, "encoder_ffn_dim": 24, "decoder_layers": 2,
    "decoder_attention_heads": 2, "decoder_ffn_dim": 24, "max_position_embeddings": 32, "activation_function": "swish",
    "scale_embedding": True, "dropout": 0.1, "attention_dropout": 0.1,
}  # fmt: skip


def some_model(seed: int = 0):
    """A model whose translations end now and then, without having been trained."""
    torch.manual_seed(seed)
    model = build(CONFIG).eval()
    torch.nn.init.normal_(model.model.shared.weight, std=0.3)
    model.final_logits_bias[0, EOS] = 2.5
    return model


def some_sources(count: int = 24) -> list[list[int]]:
    drawn = torch.Generator().manual_seed(1)
    lengths = torch.randint(1, 9, (count,), generator=drawn).tolist()
    return [[*torch.randint(2, PAD, (length,), generator=drawn).tolist(), EOS] for length in lengths]


def padded(rows: list[list[int]]) -> torch.Tensor:
    return torch.nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=PAD)


@torch.no_grad()
def log_probability(model, source: list[int], ids: list[int]) -> float:
    logits, _ = model(torch.tensor([source]), torch.tensor([[model.start, *ids[:-1]]]))
    logits[..., PAD] = -torch.inf
    return logits.log_softmax(-1)[0].gather(1, torch.tensor(ids)[:, None]).sum().item()


@torch.no_grad()
def textbook_beam(model, source: list[int], limit: int, beam: int, penalty: float) -> list[int] | None:
    """The same search of one sentence, in lists, reading every hypothesis anew at each step."""
    alive, ended = [(0.0, [])], []
    for _ in range(limit):
        grown = []
        for score, ids in alive:
            logits, _ = model(torch.tensor([source]), torch.tensor([[model.start, *ids]]))
            logits[..., PAD] = -torch.inf
            grown += [(score + p, [*ids, i]) for i, p in enumerate(logits[0, -1].log_softmax(-1).tolist())]
        grown.sort(reverse=True)
        ended += [of for of in grown[:beam] if of[1][-1] == EOS]
        alive = [of for of in grown if of[1][-1] != EOS][:beam]
        if len(ended) >= beam:
            break
    return max(ended, key=lambda of: of[0] / len(of[1]) ** penalty)[1] if ended else None


class BeamSearch(unittest.TestCase):
    def setUp(self):
        self.model, self.sources = some_model(), some_sources()

    def found(self, beam: int, penalty: float = 1.0):
        return beam_search(self.model, padded(self.sources), LIMIT, beam, penalty)

    def test_a_beam_of_one_is_greedy_search(self):
        lengths = set()
        for source, got in zip(self.sources, self.found(1)):
            greedy = transformer_greedy(self.model, torch.tensor([source]), LIMIT)
            self.assertEqual(got.ids if got else None, greedy if greedy[-1] == EOS else None)
            lengths.add(len(got.ids) if got else None)
        self.assertGreater(len(lengths), 3, "translations of several lengths, some without an end, or little is tried")
        self.assertIn(None, lengths)

    def test_equals_the_textbook_search(self):
        for beam, penalty in ((2, 0.0), (4, 1.0), (5, 0.6)):
            for source, got in zip(self.sources, self.found(beam, penalty)):
                self.assertEqual(got.ids if got else None, textbook_beam(self.model, source, LIMIT, beam, penalty))

    def test_tells_the_log_probability_and_the_score(self):
        for source, got in zip(self.sources, self.found(3, 0.6)):
            if got is None:
                continue
            self.assertAlmostEqual(got.log_probability, log_probability(self.model, source, got.ids), places=4)
            self.assertAlmostEqual(got.score, got.log_probability / len(got.ids) ** 0.6, places=5)

    def test_a_wider_beam_finds_more_probable_translations(self):
        narrow, wide = self.found(1, 0.0), self.found(4, 0.0)
        both = [(one.log_probability, four.log_probability) for one, four in zip(narrow, wide) if one and four]
        self.assertGreaterEqual(len(both), 8)
        for one, four in both:
            self.assertGreaterEqual(four, one - 1e-5)
        self.assertTrue(any(four > one + 0.01 for one, four in both))

    def test_in_bfloat16_it_finds_nearly_as_probable_ones(self):
        whole = self.found(4)
        self.model.bfloat16()
        apart = [abs(full.score - half.score) for full, half in zip(whole, self.found(4)) if full and half]
        self.assertGreater(len(apart), 10)
        self.assertLess(sum(apart) / len(apart), 0.1)


if __name__ == "__main__":
    unittest.main()
