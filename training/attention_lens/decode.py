"""Beam search for the Transformer, many sentences at once, with the keys and values of earlier steps kept.

Search as in the engine (../src/model): the score of a hypothesis is its log-probability over length**penalty. It ends,
for a sentence, as soon as so many hypotheses have ended as the beam is wide, so a beam of 1 is greedy search.

Shapes: N sentences, B beam, R = N * B rows, S source pieces, t pieces so far, D d_model, H heads, V vocabulary.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .models.transformer import MultiHeadAttention, Transformer
from .subwords import EOS


@dataclass
class Translation:
    """What beam search found for one sentence."""

    ids: list[int]  # ends in </s>
    log_probability: float  # natural logarithm, of the whole sentence
    score: float  # log_probability / len(ids)**penalty


class _Memory:
    """What decoding a batch keeps: of each layer the source's keys and values, and the hypotheses' own so far."""

    def __init__(self, model: Transformer, states: Tensor, bias: Tensor, beam: int, limit: int) -> None:
        """states (N, S, D), bias (N, 1, 1, S)"""
        self.bias = bias
        self.cross, self.own = [], []
        rows, size = len(states) * beam, states.shape[2]
        for layer in model.model.decoder.layers:
            of = layer.encoder_attn
            self.cross.append([of.split(of.k_proj(states)), of.split(of.v_proj(states))])  # (N, H, S, D/H) each
            shape = (rows, of.heads, limit, size // of.heads)
            self.own.append([states.new_zeros(shape), states.new_zeros(shape)])

    def choose(self, rows: Tensor, length: int) -> None:
        """Goes on with these rows (R), of whose keys and values the first `length` steps are filled."""
        for pair in self.own:
            for which, kept in enumerate(pair):
                if len(rows) == len(kept):
                    kept[:, :, :length] = kept[rows, :, :length]
                else:
                    pair[which] = kept[rows]

    def drop(self, sentences: Tensor, rows: Tensor, length: int) -> None:
        """Keeps these sentences alone: their numbers (N') and those of their rows (N' * B)."""
        self.bias = self.bias[sentences]
        self.cross = [[kept[sentences] for kept in pair] for pair in self.cross]
        self.choose(rows, length)


def _attend(of: MultiHeadAttention, query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None) -> Tensor:
    """query (N, H, Q, D/H), key and value (N, H, K, D/H) -> output (N, Q, D)"""
    scores = torch.matmul(query / math.sqrt(query.shape[-1]), key.transpose(-1, -2)).float()
    weights = torch.softmax(scores if bias is None else scores + bias, dim=-1).to(value.dtype)
    return of.out_proj(torch.matmul(weights, value).transpose(1, 2).flatten(2))  # (N, H, Q, D/H) -> (N, Q, H, D/H) -> (N, Q, D)


def _step(model: Transformer, pieces: Tensor, memory: _Memory, position: int, beam: int) -> Tensor:
    """Reads one piece of each row (R): returns log-probabilities (R, V) of the next. Post-norm, as models/transformer.py."""
    stack = model.model.decoder
    x = model.model.shared(pieces) * model.scale + stack.embed_positions.weight[position]  # (R, D)
    for layer, own, (cross_keys, cross_values) in zip(stack.layers, memory.own, memory.cross):
        of = layer.self_attn
        row = x[:, None]  # (R, D) -> (R, 1, D)
        for kept, projection in zip(own, (of.k_proj, of.v_proj)):
            kept[:, :, position : position + 1] = of.split(projection(row))
        keys, values = (kept[:, :, : position + 1] for kept in own)  # (R, H, t, D/H)
        x = layer.self_attn_layer_norm(x + _attend(of, of.split(of.q_proj(row)), keys, values, None)[:, 0])
        of = layer.encoder_attn
        queries = of.split(of.q_proj(x.unflatten(0, (-1, beam))))  # (R, D) -> (N, B, D) -> (N, H, B, D/H)
        context = _attend(of, queries, cross_keys, cross_values, memory.bias)  # (N, B, D)
        x = layer.encoder_attn_layer_norm(x + context.flatten(0, 1))
        x = layer.final_layer_norm(x + layer.fc2(layer.activation(layer.fc1(x))))
    logits = model.read_out(x).float()
    logits[:, model.pad] = -torch.inf
    return F.log_softmax(logits, dim=-1)


@torch.no_grad()
def beam_search(model: Transformer, source: Tensor, limit: int, beam: int = 4, penalty: float = 1.0) -> list[Translation | None]:
    """source (N, S), each row ending in </s> and filled up with the pad -> the best translation of each sentence.

    limit: most pieces of a translation, </s> included. None where no hypothesis ended within it. The model is in use,
    not in training (`eval`), and may be in bfloat16; the scores are float32.
    """
    states, bias = model.encode(source)
    memory = _Memory(model, states, bias, beam, limit)
    count, device = len(source), source.device
    found: list[Translation | None] = [None] * count
    sentences = torch.arange(count, device=device)  # (N): which are still being translated
    scores = torch.full((count, beam), -torch.inf, device=device)
    scores[:, 0] = 0  # the rows are alike before the first step: one of them counts
    history = torch.full((count, beam, limit), EOS, dtype=torch.int64, device=device)
    pieces = torch.full((count * beam,), model.start, dtype=torch.int64, device=device)
    ended = torch.zeros(count, dtype=torch.int64, device=device)
    best, best_log_p = (torch.full((count,), -torch.inf, device=device) for _ in range(2))
    best_ids = torch.full((count, limit), EOS, dtype=torch.int64, device=device)
    best_length = torch.zeros(count, dtype=torch.int64, device=device)

    for position in range(limit):
        log_p = _step(model, pieces, memory, position, beam).unflatten(0, (-1, beam))  # (N, B, V)
        size = log_p.shape[-1]
        # Twice the beam, so that enough go on even where half of them end here.
        top, at = (scores[:, :, None] + log_p).flatten(1).topk(2 * beam, dim=1)  # (N, 2B)
        parent, piece = torch.div(at, size, rounding_mode="floor"), at % size
        over = piece == EOS

        # Those that end among the best of the beam are candidates for the translation.
        ending = over[:, :beam] & (ended < beam)[:, None] & top[:, :beam].isfinite()
        ratio = (top[:, :beam] / (position + 1) ** penalty).masked_fill(~ending, -torch.inf)
        highest, which = ratio.max(dim=1)
        better = highest > best
        rows = torch.arange(len(best), device=device)
        ids = history[rows, parent[rows, which]]
        ids[:, position] = EOS
        best_ids = torch.where(better[:, None], ids, best_ids)
        best_length = torch.where(better, torch.full_like(best_length, position + 1), best_length)
        best_log_p, best = torch.where(better, top[rows, which], best_log_p), torch.where(better, highest, best)
        ended = ended + ending.sum(dim=1)

        # The others go on.
        scores, which = top.masked_fill(over, -torch.inf).topk(beam, dim=1)  # (N, B)
        parent, piece = parent.gather(1, which), piece.gather(1, which)
        history = history.gather(1, parent[:, :, None].expand(-1, -1, limit))
        history[:, :, position] = piece
        pieces = piece.flatten()
        rows = rows[:, None] * beam + parent  # (N, B)

        # A GPU is waited for only now and then, to let go of what is done.
        if position + 1 == limit or position % 4 == 3:
            done = ended >= beam
            if position + 1 < limit and int(done.sum()) * 8 < len(done):
                memory.choose(rows.flatten(), position + 1)
                continue
            out = torch.ones_like(done) if position + 1 == limit else done
            columns = (of[out].tolist() for of in (sentences, best, best_log_p, best_length, best_ids))
            for number, score, sum_, length, ids in zip(*columns):
                if length:
                    found[number] = Translation(ids[:length], sum_, score)
            if out.all():
                break
            kept = torch.nonzero(~out)[:, 0]
            memory.drop(kept, rows[kept].flatten(), position + 1)
            pieces = piece[kept].flatten()
            sentences, scores, history, ended, best, best_log_p, best_ids, best_length = (
                of[kept] for of in (sentences, scores, history, ended, best, best_log_p, best_ids, best_length)
            )
        else:
            memory.choose(rows.flatten(), position + 1)
    return found
