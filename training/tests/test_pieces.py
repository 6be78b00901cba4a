"""Checks that a run goes on from what comes back of it, and that it can be as long as a machine is lent."""

import argparse
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from attention_lens import pieces, safetensors
from attention_lens.distil import load_teacher
from attention_lens.mixture import Mixture
from attention_lens.pieces import expanded, join, reduced, run_bytes, split
from attention_lens.train import Run, learning_rate

from tests.test_decode import CONFIG, PAD

OPTIMISER = {"peak": 0.01, "warmup_steps": 5, "plateau": 0.9, "beta2": 0.98, "weight_decay": 0.0, "clip": 1.0, "average_decay": 0.9}
RUN = {
    "id": "tiny", "name": "tiny", "seed": 1, "bf16": False, "model": CONFIG | {"dropout": 0.0}, "target_pieces": 4000,
    "batch_pieces": 100, "label_smoothing": 0.0, "optimiser": OPTIMISER,
}  # fmt: skip


class FakeVocabulary:
    def __init__(self, file: Path) -> None:
        self.pad, self.size = PAD, PAD + 1


class Lent(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        patched = mock.patch("attention_lens.train.Subwords", FakeVocabulary)
        patched.start()
        self.addCleanup(patched.stop)
        random = np.random.default_rng(0)
        rows = [[*random.integers(2, 8, size=4), 0] for _ in range(300)]  # to be copied
        ids, at = np.concatenate(rows).astype(np.uint16), np.cumsum([0, *map(len, rows)])
        none = {"links": np.zeros(0, np.uint8), "links_at": np.zeros(len(at), np.int64)}
        corpora = {"corpus": np.zeros(len(rows), np.uint8), "corpora": np.array(["copies"])}
        sides = {f"{side}{part}": ids for side in ("source", "target") for part in ("", "_word")}
        np.savez(self.folder / "packed.npz", **sides, source_at=at, target_at=at, **none, **corpora)
        self.mixture = Mixture(self.folder / "packed.npz", {"corpora": {"*": 1.0}, "max_pieces": 9}, PAD, 1)

    def train(self, name: str, run_minutes=None, minutes=None, init=None, **changes):
        """Trains on from the folder's checkpoint, if there is one. Returns the run and, of each batch, its loss
        and its learning rate with the seconds that had gone by."""
        options = argparse.Namespace(
            data=self.folder, out=self.folder / name, init=init, run_minutes=run_minutes, minutes=minutes, compile=False,
            save_minutes=9, log_every=10**9, workers=0, config=None,
        )  # fmt: skip
        options.out.mkdir(exist_ok=True)
        run, losses, rates = Run(RUN | changes, options), [], []
        update = run.update

        def noted(batch):
            seconds = run.seconds
            losses.append(update(batch).item())
            rates.append((seconds, run.optimiser.param_groups[0]["lr"]))
            return torch.tensor(losses[-1])

        run.update = noted
        with contextlib.redirect_stdout(io.StringIO()):
            run.train(self.mixture)
        return run, losses, rates

    def test_a_run_goes_on_from_its_pieces(self):
        for name in ("adamw", "muon"):
            with self.subTest(optimiser=name):
                optimiser = OPTIMISER | {"name": name}
                _, before, _ = self.train(name, optimiser=optimiser)
                cut = split(self.folder / name / "checkpoint.pt", self.folder / f"{name}-back", limit=20_000)
                self.assertGreater(len(cut), 2)
                self.assertLessEqual(max(piece.stat().st_size for piece in cut), 20_000)
                join(cut[::-1], self.folder / f"{name}-on" / "checkpoint.pt")
                went, exact, _ = self.train(name, optimiser=optimiser, target_pieces=8000)
                came, after, _ = self.train(f"{name}-on", optimiser=optimiser, target_pieces=8000)
                self.assertEqual((came.step, came.pieces, came.epoch, came.batch), (went.step, went.pieces, went.epoch, went.batch))
                self.assertLess(abs(after[0] - exact[0]), 0.02)
                np.testing.assert_allclose(np.mean(after), np.mean(exact), rtol=0.1)
                self.assertLess(np.mean(before[-5:]), 0.9 * np.mean(before[:5]))
                self.assertLess(np.mean(after[-5:]), 0.9 * np.mean(before[-5:]))

    def test_rounding_is_as_told(self):
        self.train("run")
        saved = torch.load(self.folder / "run" / "checkpoint.pt")
        for moments in ("bfloat16", "int8"):
            again = expanded(reduced(saved, moments))
            self.assertEqual(set(again), set(saved))
            self.assertEqual(set(again["model"]), set(saved["model"]))
            for name, average in saved["average"].items():
                self.assertTrue(torch.allclose(again["average"][name], average, rtol=1e-3, atol=1e-7))
                moved = (saved["model"][name] - average).abs().max()
                apart = (again["model"][name] - saved["model"][name]).abs().max()
                self.assertLessEqual(apart.item(), moved.item() / 250 + 1e-5)
            for which, entries in saved["optimiser"]["state"].items():
                rounded = again["optimiser"]["state"][which]
                self.assertTrue(torch.allclose(rounded["exp_avg_sq"], entries["exp_avg_sq"], rtol=2**-8, atol=0))
                size = entries["exp_avg"].abs().max().item()
                self.assertTrue(torch.allclose(rounded["exp_avg"], entries["exp_avg"], rtol=0, atol=size / 127 + 1e-12))
                self.assertEqual(float(rounded["step"]), float(entries["step"]))

    def test_moments_are_rounded_more_where_they_must_be(self):
        self.train("run", target_pieces=200, model=CONFIG | {"d_model": 64, "encoder_ffn_dim": 256})
        saved = torch.load(self.folder / "run" / "checkpoint.pt")
        sizes = {}
        for moments in ("bfloat16", "int8"):
            file = io.BytesIO()
            torch.save(reduced(saved, moments), file)
            sizes[moments] = file.tell()
        self.assertLess(sizes["int8"], sizes["bfloat16"])
        for room, wanted in ((sizes["bfloat16"], "bfloat16"), (sizes["int8"], "int8")):
            with mock.patch.object(pieces, "TOGETHER", room):
                self.assertEqual(len(run_bytes(saved)), sizes[wanted])
        with mock.patch.object(pieces, "TOGETHER", 1000), self.assertRaisesRegex(ValueError, "--keep"):
            run_bytes(saved)

    def test_weights_alone_begin_another_run(self):
        before, _, _ = self.train("run")
        join(split(self.folder / "run" / "checkpoint.pt", self.folder / "back", "int8"), self.folder / "model.safetensors")
        self.assertEqual(safetensors.metadata(self.folder / "model.safetensors")["steps"], str(before.step))
        (self.folder / "config.json").write_text(json.dumps(RUN), encoding="utf-8")
        _, whole = load_teacher(self.folder / "run" / "checkpoint.pt")
        config, teacher = load_teacher(self.folder / "model.safetensors", self.folder / "config.json")
        self.assertEqual(config, RUN)
        for name, weight in whole.state_dict().items():
            self.assertTrue(torch.allclose(teacher.state_dict()[name], weight, atol=weight.abs().max().item() / 250), name)
        went, losses, _ = self.train("on", init=self.folder / "model.safetensors", target_pieces=200)
        _, fresh, _ = self.train("fresh", target_pieces=200)
        self.assertLess(losses[0], 0.9 * fresh[0])
        self.assertEqual(went.before[0]["step"], before.step)

    def test_what_is_missing_or_damaged_is_told(self):
        whole = self.folder / "some.carry"
        whole.write_bytes(bytes(range(256)) * 5)
        cut = split(whole, self.folder / "back", limit=500)
        join(cut, self.folder / "again")
        self.assertEqual((self.folder / "again").read_bytes(), whole.read_bytes())
        with self.assertRaisesRegex(ValueError, "missing of 3 pieces: 2"):
            join([cut[0], cut[2]], self.folder / "again")
        cut[1].write_bytes(b"x" + cut[1].read_bytes()[1:])
        with self.assertRaisesRegex(ValueError, "damaged"):
            join(cut, self.folder / "again")
        whole.write_bytes(b"other")
        with self.assertRaisesRegex(ValueError, "several files"):
            join([*cut, *split(whole, self.folder / "back")], self.folder / "again")
        with self.assertRaisesRegex(ValueError, "not pieces: some.carry"):
            join([whole], self.folder / "again")

    def test_a_run_of_so_many_minutes_ends_at_rate_zero_over_several_calls(self):
        ticks = iter(range(10**6))
        with mock.patch("attention_lens.train.time") as clock:
            clock.monotonic.side_effect = lambda: 3.0 * next(ticks)  # a second batch begins 3 s after the first
            first, _, early = self.train("timed", run_minutes=4, minutes=2)
            second, _, late = self.train("timed", run_minutes=4, minutes=9)
        self.assertLess(first.seconds, 130)
        self.assertGreater(first.seconds, 110)
        self.assertAlmostEqual(second.seconds, 240, delta=3)
        self.assertEqual(second.step, len(early) + len(late))
        rates = early + late
        for step, (seconds, rate) in enumerate(rates):
            self.assertAlmostEqual(rate, learning_rate(seconds / 240, step, OPTIMISER))
        self.assertEqual(late[0][0], first.seconds, "the second call counts on where the first ended")
        self.assertEqual(max(rate for _, rate in rates), OPTIMISER["peak"])
        self.assertLess(rates[-1][1], 0.2 * OPTIMISER["peak"])


if __name__ == "__main__":
    unittest.main()
