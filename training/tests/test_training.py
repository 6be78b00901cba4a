"""Checks of the training code that need no corpus: python3 -m unittest discover -s tests (from training/)."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from attention_lens import safetensors
from attention_lens.augment import Augment
from attention_lens.config import merged, read_config
from attention_lens.export import export
from attention_lens.fixtures import load, transformer_greedy
from attention_lens.fetch import PSEUDO_LOCALE, cleaned, po_entries
from attention_lens.loss import SmoothedCrossEntropy
from attention_lens.models.attention import SCORES, SELECTIONS, SMOOTHINGS
from attention_lens.models.build import build
from attention_lens.models.seq2seq import reversed_pieces
from attention_lens.muon import MuonAdamW, muon_for, orthogonalise
from attention_lens.pack import acceptable
from attention_lens.pretokens import pretokens
from attention_lens.train import Run

MODEL = {
    "architecture": "recurrent",
    "vocab_size": 40,
    "pad_token_id": 39,
    "embedding": 8,
    "encoder": {"cell": "gru", "hidden": 6, "bidirectional": True},
    "decoder": {"cell": "gru", "hidden": 10, "initial_state": "backward-first"},
    "context": {"kind": "attention", "enters": ["cell", "readout"]},
    "attention": {"query": "previous-state", "score": "additive", "size": 7, "select": "soft"},
    "readout": {"kind": "maxout"},
}

TRANSFORMER = {
    "architecture": "transformer",
    "model_type": "marian",
    "d_model": 16,
    "encoder_layers": 2,
    "encoder_attention_heads": 4,
    "encoder_ffn_dim": 24,
    "decoder_layers": 2,
    "decoder_attention_heads": 4,
    "decoder_ffn_dim": 24,
    "max_position_embeddings": 32,
    "activation_function": "relu",
    "scale_embedding": True,
    "dropout": 0.0,
    "attention_dropout": 0.0,
}


class Pretokens(unittest.TestCase):
    def test_pieces_never_cross_words(self):
        self.assertEqual(list(pretokens("L’été, f(x_1)  %d")), ["▁L", "'", "été", ",", "▁f", "(", "x", "_", "1", ")", "▁%", "d"])


class Loss(unittest.TestCase):
    def test_equals_the_textbook_form_with_its_gradient(self):
        torch.manual_seed(0)
        logits = torch.randn(700, 50, requires_grad=True)
        target = torch.randint(0, 50, (700,))
        loss, _ = SmoothedCrossEntropy.apply(logits, target, 49, 0.1)
        loss.backward()
        gradient, logits.grad = logits.grad.clone(), None
        kept = target != 49
        log_p = torch.log_softmax(logits, dim=-1)[kept]
        expected = 0.9 * torch.nn.functional.nll_loss(log_p, target[kept]) - 0.1 * log_p.mean()
        expected.backward()
        self.assertAlmostEqual(loss.item(), expected.item(), places=5)
        self.assertLess((gradient - logits.grad).abs().max().item(), 1e-7)


class Model(unittest.TestCase):
    def test_weights_sum_to_one_and_padding_gets_none(self):
        torch.manual_seed(0)
        model = build(MODEL).eval()
        source = torch.tensor([[3, 4, 5, 0], [6, 0, 39, 39]])
        logits, weights = model(source, torch.tensor([[39, 7, 8], [39, 9, 10]]))
        self.assertEqual(logits.shape, (2, 3, 40))
        self.assertTrue(torch.allclose(weights.sum(-1), torch.ones(2, 3)))
        self.assertEqual(weights[1, :, 2:].abs().max().item(), 0)

    def test_every_part_gives_weights_and_trains(self):
        target = torch.tensor([[39, 7, 8, 9, 10], [39, 9, 10, 11, 12]])
        source = torch.tensor([[3, 4, 5, 6, 0], [6, 7, 0, 39, 39]])
        for score in SCORES:
            for select in SELECTIONS:
                for smooth in (None, *SMOOTHINGS):
                    with self.subTest(score=score, select=select, smooth=smooth):
                        attention = {"score": score, "select": select, "smooth": smooth, "size": 7, "window": 1}
                        attention["query"] = "current-state"
                        encoder = {"cell": "lstm", "hidden": 10, "bidirectional": False}
                        decoder = {"cell": "lstm", "hidden": 10, "initial_state": "final"}
                        torch.manual_seed(0)
                        context = {"kind": "attention", "enters": ["input-feeding", "readout"]}
                        parts = {"encoder": encoder, "decoder": decoder, "context": context, "attention": attention}
                        model = build(MODEL | parts)
                        logits, _ = model(source, target)
                        logits.square().mean().backward()
                        _, weights = model.eval()(source, target)
                        self.assertTrue(torch.allclose(weights.sum(-1), torch.ones(2, 5), atol=1e-5))
                        self.assertGreaterEqual(weights.min().item(), 0)
                        self.assertEqual(weights[1, :, 3:].abs().max().item(), 0)
                        if select == "hard" and not smooth:
                            self.assertEqual((weights == 1).sum().item(), 10)

    def test_fixed_context_and_reversal(self):
        for cell, enters in (("rnn", []), ("gru", ["cell", "readout"]), ("lstm", [])):
            encoder = {"cell": cell, "hidden": 6, "bidirectional": False, "reverse_source": cell == "lstm"}
            decoder = {"cell": cell, "hidden": 10, "initial_state": "final"}
            model = build(MODEL | {"encoder": encoder, "decoder": decoder, "context": {"kind": "fixed", "enters": enters}})
            logits, weights = model.eval()(torch.tensor([[3, 4, 0]]), torch.tensor([[39, 7]]))
            self.assertEqual(logits.shape, (1, 2, 40))
            self.assertIsNone(weights)
        source = torch.tensor([[3, 4, 5, 0], [6, 7, 0, 39]])
        self.assertEqual(reversed_pieces(source, source != 39).tolist(), [[5, 4, 3, 0], [7, 6, 0, 39]])

    def test_padding_changes_nothing(self):
        torch.manual_seed(0)
        model = build(MODEL).eval()
        target = torch.tensor([[39, 7, 8]])
        alone, _ = model(torch.tensor([[3, 4, 0]]), target)
        padded, _ = model(torch.tensor([[3, 4, 0, 39, 39]]), target)
        self.assertTrue(torch.allclose(alone, padded, atol=1e-6))


class Config(unittest.TestCase):
    def test_merge(self):
        base = {"a": 1, "b": {"c": 2, "d": 3}, "e": 4}
        self.assertEqual(merged(base, {"b": {"c": 5}, "e": None}), {"a": 1, "b": {"c": 5, "d": 3}})

    def test_every_config_builds(self):
        for file in sorted((Path(__file__).parent.parent / "configs").rglob("*.json")):
            with self.subTest(config=file.name):
                config = read_config(file)
                self.assertEqual(config["id"], file.stem)
                model = build(config["model"] | {"vocab_size": 8000, "pad_token_id": 7999})
                logits, _ = model.eval()(torch.tensor([[3, 4, 0]]), torch.tensor([[7999, 7]]))
                self.assertEqual(logits.shape, (1, 2, 8000))


class Export(unittest.TestCase):
    def exported(self, **options):
        """A small Transformer and what is read back of its export."""
        config = read_config(Path(__file__).parent.parent / "configs" / "transformer-en-fr.json")
        sizes = {"d_model": 16, "encoder_layers": 2, "decoder_layers": 2, "encoder_ffn_dim": 24, "max_position_embeddings": 32}
        torch.manual_seed(0)
        model = build(config["model"] | sizes | {"vocab_size": 40, "pad_token_id": 39}).eval()
        trained = {name: p.detach() for name, p in model.named_parameters() if p.requires_grad}
        saved = {"model": model.state_dict(), "average": trained, "config": config, "model_config": model.config}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            torch.save(saved | {"pieces": 1, "step": 1, "seconds": 1.0}, folder / "checkpoint.pt")
            (folder / "tokenizer.json").write_text("{}")
            written = export(folder / "checkpoint.pt", folder, folder / "models", **options)
            return model, *load(written), safetensors.read(written / "model.safetensors")

    def test_transformer_is_a_marian_checkpoint(self):
        model, config, again, tensors = self.exported(positions=True)
        self.assertEqual(set(tensors), set(model.state_dict()))
        self.assertEqual(config["model_type"], "marian")
        self.assertEqual(config["alignment"], {"layer": 1, "head": 0, "row": "reading", "trained": True})
        source, target = torch.tensor([[3, 4, 5, 0]]), torch.tensor([[39, 7, 8]])
        self.assertLess((model(source, target)[0] - again(source, target)[0]).abs().max().item(), 0.02)

    def test_int8_without_positions_computes_nearly_the_same(self):
        model, _, again, tensors = self.exported(weights="int8")
        self.assertFalse([name for name in tensors if "embed_positions" in name])
        self.assertEqual(tensors["model.shared.weight"].dtype, np.int8)
        source, target = torch.tensor([[3, 4, 5, 0]]), torch.tensor([[39, 7, 8]])
        apart = (model(source, target)[0] - again(source, target)[0]).abs().max().item()
        self.assertLess(apart, 0.2)
        self.assertGreater(apart, 0)

    def test_a_run_goes_on_from_an_export(self):
        config = {"optimiser": {"beta2": 0.98, "weight_decay": 0.0}}
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "model.safetensors"
            stored = build(TRANSFORMER | {"vocab_size": 40, "pad_token_id": 39})
            weights = {name: p.detach().numpy() for name, p in stored.named_parameters() if p.requires_grad}
            safetensors.write(file, weights, {"steps": "3", "target_pieces": "5", "seconds": "7"})
            run = Run.__new__(Run)
            run.config, run.model, run.epoch = config, build(TRANSFORMER | {"vocab_size": 40, "pad_token_id": 39}), 0
            run.average = {name: p.detach().clone() for name, p in run.model.named_parameters() if p.requires_grad}
            run.start_from(file)
            for name, weight in weights.items():
                self.assertTrue(np.array_equal(run.average[name].numpy(), weight))
                self.assertTrue(np.array_equal(run.model.get_parameter(name).detach().numpy(), weight))
            self.assertEqual((run.before, run.epoch), ([{"step": 3, "pieces": 5, "seconds": 7.0}], 1))
            del weights["model.shared.weight"]
            safetensors.write(file, weights, {"steps": "3", "target_pieces": "5", "seconds": "7"})
            with self.assertRaisesRegex(ValueError, "model.shared.weight"):
                run.start_from(file)

    def test_greedy_never_emits_the_pad(self):
        model, *_ = self.exported()
        with torch.no_grad():
            model.model.shared.weight[39] = 9.0
        self.assertNotIn(39, transformer_greedy(model, torch.tensor([[3, 4, 0]]), 8))

    def test_int8_is_off_by_half_a_step_at_most(self):
        matrix = np.random.default_rng(0).normal(size=(5, 9)).astype(np.float32)
        integers, scale = safetensors.quantised(matrix)
        back = safetensors.in_float32({"w": integers, "w.scale": scale})
        self.assertEqual(set(back), {"w"})
        self.assertTrue((np.abs(back["w"] - matrix) <= scale[:, None] / 2 + 1e-6).all())


class FakeSubwords:
    """One piece a character; ids are code points."""

    def encode(self, text):
        return [ord(c) for c in text], list(range(len(text)))

    def decode(self, ids):
        return "".join(map(chr, ids[:-1]))

    def piece(self, piece_id):
        return chr(piece_id)


class Augmentation(unittest.TestCase):
    def augment(self, **chances):
        merges = {"model": {"vocab": {"a": 97, "b": 98, "ab": 300}, "merges": [["a", "b"]]}}
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "t.json").write_text(json.dumps(merges))
            return Augment(chances, FakeSubwords(), Path(folder) / "t.json")

    def test_split_keeps_text_and_words(self):
        source, target = self.augment(split=1.0)(np.random.default_rng(0), ([300, 99, 0], [0, 1, 255]), ([97, 0], [0, 255]))
        self.assertEqual(source, ([97, 98, 99, 0], [0, 0, 1, 255]))
        self.assertEqual(target, ([97, 0], [0, 255]))

    def test_bare_drops_the_closing_mark_alone(self):
        side = ([97, 98, ord("."), 0], [0, 1, 2, 255])
        source, _ = self.augment(bare=1.0)(np.random.default_rng(0), side, side)
        self.assertEqual(source, ([97, 98, 0], [0, 1, 255]))

    def test_upper_recases_both_sides_of_a_whole_batch(self):
        side = ([97, 98, 99, 0], [0, 1, 2, 255])
        pairs = self.augment(upper=1.0).batch(np.random.default_rng(0), iter([(side, side)] * 3), 100)
        self.assertEqual([ids for pair in pairs for ids, _ in pair], [[65, 66, 67, 0]] * 6)

    def test_a_batch_that_grew_loses_pairs(self):
        side = ([300, 300, 0], [0, 1, 255])
        pairs = self.augment(split=1.0).batch(np.random.default_rng(0), iter([(side, side)] * 5), 15)
        self.assertEqual([len(source[0]) for source, _ in pairs], [5, 5, 5])


class Muon(unittest.TestCase):
    def test_singular_values_come_out_near_one(self):
        torch.manual_seed(0)
        for shape in ((3, 32, 48), (2, 64, 16)):
            values = torch.linalg.svdvals(orthogonalise(torch.randn(shape)).float())
            self.assertEqual(values.shape, (shape[0], min(shape[1:])))
            self.assertTrue(((values > 0.6) & (values < 1.3)).all(), values)

    def test_the_rest_learns_as_by_adamw(self):
        torch.manual_seed(0)
        shapes = ((5,), (3, 4), (1,))
        ours, theirs = ([torch.nn.Parameter(torch.full(shape, 0.5)) for shape in shapes] for _ in range(2))
        settings = {"betas": (0.9, 0.98), "eps": 1e-9, "weight_decay": 0.1}
        optimisers = [MuonAdamW([{"params": ours}], **settings), torch.optim.AdamW(theirs, lr=0.01, **settings)]
        optimisers[0].param_groups[0]["lr"] = 0.01
        for step in range(4):
            for one, other in zip(ours, theirs):
                one.grad = None if step == 1 and one.ndim == 2 else torch.randn(one.shape)
                other.grad = None if one.grad is None else one.grad.clone()
            for optimiser in optimisers:
                optimiser.step()
        for one, other in zip(ours, theirs):
            self.assertTrue(torch.allclose(one, other, atol=1e-6), (one, other))

    def test_momentum_looks_ahead_and_weights_decay(self):
        torch.manual_seed(0)
        matrix = torch.nn.Parameter(torch.eye(4, 6))
        optimiser = MuonAdamW([{"params": [matrix], "muon": True}], (0.9, 0.98), 1e-9, 0.1)
        optimiser.param_groups[0]["lr"] = 0.01
        expected, momentum = matrix.detach().clone(), torch.zeros(4, 6)
        for _ in range(3):
            matrix.grad = torch.randn(4, 6)
            momentum = 0.95 * momentum + 0.05 * matrix.grad
            update = orthogonalise((0.95 * momentum + 0.05 * matrix.grad)[None])[0].float()
            expected = expected * (1 - 0.01 * 0.1) - 0.01 * 0.2 * 6**0.5 * update
            optimiser.step()
        self.assertTrue(torch.allclose(matrix.detach(), expected, atol=1e-4))

    def test_layers_are_muons_and_both_kinds_learn(self):
        model = build(TRANSFORMER | {"vocab_size": 40, "pad_token_id": 1})
        optimiser = muon_for(model, {"beta2": 0.98, "weight_decay": 0.0})
        before = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}
        matrices = {id(p) for group in optimiser.param_groups if group["muon"] for p in group["params"]}
        for name, p in model.named_parameters():
            self.assertEqual(id(p) in matrices, p.requires_grad and ".layers." in name and p.ndim == 2, name)
        for group in optimiser.param_groups:
            group["lr"] = 0.01
        source = torch.randint(2, 40, (4, 7))
        logits, _ = model(source, source)
        logits.square().mean().backward()
        optimiser.step()
        moved = [name for name, p in model.named_parameters() if name in before and not torch.equal(before[name], p)]
        self.assertIn("model.shared.weight", moved)
        self.assertIn("model.encoder.layers.0.fc1.weight", moved)


class Data(unittest.TestCase):
    def test_po(self):
        text = 'msgid ""\nmsgstr "Header: x"\n\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid ""\n"Hello "\n"you"\nmsgstr "Bon\\"jour"\n'
        self.assertEqual(list(po_entries(text)), [("Hello you", 'Bon"jour')])

    def test_pseudo_locale(self):
        self.assertEqual("§ævë Æll & Çømmït".translate(PSEUDO_LOCALE), "Save All & Commit")

    def test_cleaned(self):
        pairs = [("a  b", "c"), ("a b", "c"), ("x", "x"), ("out", "dehors"), ("", "y")]
        self.assertEqual(list(cleaned(iter(pairs), {"out"})), [("a b", "c")])

    def test_acceptable(self):
        self.assertTrue(acceptable([1] * 10, [1] * 20))
        self.assertFalse(acceptable([1] * 4, [1] * 40))
        self.assertFalse(acceptable([], [1]))

    def test_safetensors_round_trip(self):
        tensors = {"b": np.arange(6, dtype=np.float16).reshape(2, 3), "a": np.ones(3, dtype=np.float32)}
        with tempfile.TemporaryDirectory() as folder:
            safetensors.write(Path(folder) / "x", tensors, {"k": "v"})
            again = safetensors.read(Path(folder) / "x")
        self.assertEqual(sorted(again), ["a", "b"])
        np.testing.assert_array_equal(again["b"], tensors["b"])


if __name__ == "__main__":
    unittest.main()
