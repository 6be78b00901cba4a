"""Wider feed-forward layers, the mean of a run and what it began with, and dropout on a CPU."""

import unittest

import torch

from attention_lens.average import mean
from attention_lens.models.build import build
from attention_lens.models.dropout import Dropout
from attention_lens.widen import widened

CONFIG = {
    "architecture": "transformer", "d_model": 8, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2,
    "decoder_attention_heads": 2, "encoder_ffn_dim": 12, "decoder_ffn_dim": 12, "max_position_embeddings": 16,
    "activation_function": "relu", "scale_embedding": True, "dropout": 0.0, "attention_dropout": 0.0, "vocab_size": 20,
    "pad_token_id": 19,
}


class Widening(unittest.TestCase):
    def test_a_wider_model_computes_the_same_and_its_new_units_can_learn(self):
        torch.manual_seed(1)
        small, large = build(CONFIG), build(CONFIG | {"encoder_ffn_dim": 30})
        large.load_state_dict(widened(small.state_dict(), large.state_dict()))
        source, target = torch.randint(19, (2, 5)), torch.randint(19, (2, 4))
        expected, found = small(source, target)[0], large(source, target)[0]
        torch.testing.assert_close(found, expected)
        found.logsumexp(-1).sum().backward()
        layer = large.model.encoder.layers[0]
        self.assertTrue(layer.fc2.weight.grad[:, 12:].abs().sum() > 0)
        self.assertTrue(layer.fc1.weight[12:].abs().sum() > 0)

    def test_narrower_layers_and_other_shapes_are_errors_that_name_the_tensor(self):
        small, large = build(CONFIG), build(CONFIG | {"encoder_ffn_dim": 30})
        with self.assertRaisesRegex(ValueError, "encoder.layers.0.fc1.weight"):
            widened(large.state_dict(), small.state_dict())
        with self.assertRaisesRegex(ValueError, r"final_logits_bias is \(1, 20\)"):
            widened(small.state_dict(), build(CONFIG | {"vocab_size": 24}).state_dict())


class Averaging(unittest.TestCase):
    def test_a_share_is_taken_of_earlier_weights_and_units_that_they_lack_fade(self):
        later = {"a": torch.tensor([2.0, 4.0]), "x.fc1.weight": torch.ones(3, 2), "x.fc2.weight": torch.ones(2, 3)}
        earlier = {"a": torch.zeros(2), "x.fc1.weight": torch.zeros(2, 2), "x.fc2.weight": torch.zeros(2, 2), "more": torch.zeros(1)}
        found = mean(later, earlier, 0.25)
        self.assertEqual(found["a"].tolist(), [1.5, 3.0])
        self.assertEqual(found["x.fc1.weight"][:, 0].tolist(), [0.75, 0.75, 1.0])
        self.assertEqual(found["x.fc2.weight"][0].tolist(), [0.75, 0.75, 0.75])

    def test_weights_that_are_missing_are_named(self):
        with self.assertRaisesRegex(ValueError, "fc1.bias"):
            mean({"fc1.bias": torch.zeros(1)}, {}, 0.5)


class Dropping(unittest.TestCase):
    def test_a_share_is_dropped_and_the_mean_stays(self):
        torch.manual_seed(1)
        layer, x = Dropout(0.25), torch.ones(333, 300)
        dropped = layer(x)
        self.assertAlmostEqual(float((dropped == 0).float().mean()), 0.25, delta=0.01)
        self.assertAlmostEqual(float(dropped.mean()), 1.0, delta=0.01)
        self.assertAlmostEqual(float((layer(x) == dropped).float().mean()), 0.25**2 + 0.75**2, delta=0.01)  # drawn anew
        layer.eval()
        self.assertIs(layer(x), x)

    def test_the_gradient_is_that_of_what_was_kept(self):
        torch.manual_seed(1)
        x = torch.ones(64, requires_grad=True)
        kept = Dropout(0.5)(x)
        kept.sum().backward()
        torch.testing.assert_close(x.grad, kept.detach())


if __name__ == "__main__":
    unittest.main()
