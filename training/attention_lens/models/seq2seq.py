"""The composable sequence-to-sequence model: a recurrent encoder, a recurrent decoder and what joins them.

config.json names the parts:

  encoder.cell            rnn | gru | lstm
  encoder.bidirectional   one direction, or two whose states are concatenated
  encoder.reverse_source  read the source from its end (Sutskever et al. 2014, 3.3)
  decoder.cell            rnn | gru | lstm
  decoder.initial_state   backward-first (Bahdanau et al. 2015, A.2.2) | final (Cho, Sutskever)
  context.kind            attention (c_t) | fixed (C, the encoder's final state)
  context.enters          where it goes: any of "cell" (c_t into the recurrence; needs the query s_{t-1}),
                          "input-feeding" (c_{t-1} into the recurrence; Luong et al. 2015, 3.3, feed the attentional
                          vector made from it) and "readout"
  attention.query         previous-state (s_{t-1}) | current-state (s_t)
  attention.score         a name of attention.SCORES
  attention.select        a name of attention.SELECTIONS; the local ones read attention.window, in pieces to a side
  attention.smooth        a name of attention.SMOOTHINGS, or absent
  readout.kind            maxout (Goodfellow et al. 2013; Bahdanau et al. 2015, A.2.2) | tanh (Luong et al. 2015, eq. 5)

Shapes: B batch, S source pieces, T target pieces, E embedding, H encoder states, D decoder hidden, V vocabulary.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .attention import SCORES, SELECTIONS, SMOOTHINGS, Step
from .cells import CELLS, State


@dataclass
class Past:
    """What the step before leaves to the next one, beside the state."""

    weights: Tensor | None = None  # (B, S)
    context: Tensor | None = None  # (B, H)


@dataclass
class Encoded:
    """What the decoder reads of a batch of sentences."""

    states: Tensor  # (B, S, H)
    keys: Tensor | None  # (B, S, size): the score function's projection of the states
    mask: Tensor  # (B, S), True where a piece stands
    initial: State  # decoder state s_0, each (B, D)
    fixed: Tensor | None  # (B, H): the fixed context C


class Encoder(nn.Module):
    """Reads the source in one or two directions."""

    def __init__(self, embedding: int, cell: str, hidden: int, bidirectional: bool) -> None:
        super().__init__()
        self.forward_cell = CELLS[cell](embedding, hidden)
        self.backward_cell = CELLS[cell](embedding, hidden) if bidirectional else None
        self.hidden = hidden
        self.size = hidden * (2 if bidirectional else 1)

    def _run(self, cell: nn.Module, embedded: Tensor, mask: Tensor, backwards: bool) -> tuple[Tensor, State]:
        """Returns h_1..h_S (B, S, hidden) and the last state. Padding leaves the state as it was."""
        steps = cell.input(embedded).unbind(1)
        state = tuple(embedded.new_zeros(embedded.shape[0], self.hidden) for _ in range(cell.states))
        outputs: list[Tensor] = [embedded] * len(steps)
        for j in reversed(range(len(steps))) if backwards else range(len(steps)):
            keep = mask[:, j : j + 1]
            state = tuple(torch.where(keep, new.float(), old) for new, old in zip(cell(steps[j], state), state))
            outputs[j] = state[0]
        return torch.stack(outputs, dim=1), state

    def forward(self, embedded: Tensor, mask: Tensor) -> tuple[Tensor, State, Tensor]:
        """embedded (B, S, E), mask (B, S) -> states (B, S, H), final state, backward state at the first position"""
        states, final = self._run(self.forward_cell, embedded, mask, backwards=False)
        if self.backward_cell is None:
            return states, final, states[:, 0]
        backward, _ = self._run(self.backward_cell, embedded, mask, backwards=True)
        return torch.cat([states, backward], dim=-1), final, backward[:, 0]


def reversed_pieces(source: Tensor, mask: Tensor) -> Tensor:
    """Turns each row's pieces round, all but its closing </s>; padding stays at the end. (B, S) -> (B, S)"""
    last = mask.sum(dim=1, keepdim=True) - 1  # (B, 1): position of </s>
    position = torch.arange(source.shape[1], device=source.device)
    return source.gather(1, torch.where(position < last, last - 1 - position, position))


class Seq2Seq(nn.Module):
    def __init__(self, config: dict) -> None:
        super().__init__()
        self.config = config
        vocabulary, e = config["vocab_size"], config["embedding"]
        encoder, decoder, context = config["encoder"], config["decoder"], config["context"]
        d = decoder["hidden"]
        self.pad, self.start = config["pad_token_id"], config["pad_token_id"]
        self.enters = frozenset(context["enters"])
        self.feeds_cell = bool(self.enters & {"cell", "input-feeding"})

        self.embedding = nn.Embedding(vocabulary, e, padding_idx=self.pad)  # shared by source, target and output
        self.encoder = Encoder(e, encoder["cell"], encoder["hidden"], encoder["bidirectional"])
        h = self.encoder.size

        cell = CELLS[decoder["cell"]]
        self.initial = nn.ModuleList(nn.Linear(encoder["hidden"], d) for _ in range(cell.states))
        self.cell = cell(e + (h if self.feeds_cell else 0), d)

        self.attends = context["kind"] == "attention"
        if self.attends:
            attention = config["attention"]
            self.query_is_previous = attention["query"] == "previous-state"
            if "cell" in self.enters and not self.query_is_previous:
                raise ValueError('c_t of query s_t cannot enter the cell that makes s_t; use "input-feeding"')
            self.score = SCORES[attention["score"]](d, h, attention.get("size"))
            self.select = SELECTIONS[attention["select"]](d, attention)
            smooth = attention.get("smooth")
            self.smooth = SMOOTHINGS[smooth](attention) if smooth else None

        readout = config["readout"]
        self.pieces = 2 if readout["kind"] == "maxout" else 1
        self.readout = nn.Linear(d + e + (h if "readout" in self.enters else 0), e * self.pieces)
        self.output_bias = nn.Parameter(torch.zeros(vocabulary))
        self.dropout = nn.Dropout(config.get("dropout", 0.0))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        for name, parameter in self.named_parameters():
            if name.endswith("recurrent.weight") or name.endswith("gates.weight") or name.endswith("candidate.weight"):
                for square in parameter.data.split(parameter.shape[1], dim=0):
                    nn.init.orthogonal_(square)
            elif parameter.dim() == 2 and "embedding" not in name:
                nn.init.xavier_uniform_(parameter)
        nn.init.normal_(self.embedding.weight, std=self.config["embedding"] ** -0.5)
        nn.init.zeros_(self.embedding.weight[self.pad])

    def encode(self, source: Tensor) -> Encoded:
        """source (B, S) of piece ids, each row ending in </s> and padded -> what the decoder reads"""
        mask = source != self.pad
        if self.config["encoder"].get("reverse_source"):
            source = reversed_pieces(source, mask)
        states, final, backward_first = self.encoder(self.dropout(self.embedding(source)), mask)
        if self.config["decoder"]["initial_state"] == "backward-first":
            # s_0 = tanh(W_s <-h_1) (Bahdanau et al. 2015, A.2.2)
            initial = tuple(torch.tanh(layer(backward_first)).float() for layer in self.initial)
        else:
            initial = tuple(torch.tanh(layer(part)).float() for layer, part in zip(self.initial, final))
        keys = self.score.project_keys(states) if self.attends else None
        return Encoded(states, keys, mask, initial, None if self.attends else final[0])

    def attend(self, query: Tensor, encoded: Encoded, number: int, previous: Tensor | None):
        """query (B, D) of step `number`, weights of the step before -> context c (B, H), weights (B, S), scores (B, S)"""
        step = Step(number, query, encoded.mask, previous)
        scores = self.score(query, encoded.keys)
        weights = self.select(scores, step)
        if self.smooth:
            weights = self.smooth(weights, step)
        context = torch.bmm(weights.unsqueeze(1), encoded.states).squeeze(1)  # c_i = sum_j alpha_ij h_j (eq. 5)
        return context, weights, scores

    def step(self, embedded: Tensor, projected: Tensor, state: State, encoded: Encoded, number: int, past: Past):
        """Decoder step `number`, from 0.

        embedded (B, E): E y_{t-1}; projected: its part of the cell's input projection
        -> new state, context (B, H) or None, weights and scores (B, S) or None
        """
        context, weights, scores = encoded.fixed, None, None
        if self.attends and self.query_is_previous:
            context, weights, scores = self.attend(state[0], encoded, number, past.weights)
        if self.feeds_cell:
            fed = past.context if "input-feeding" in self.enters else context
            if fed is None:
                fed = encoded.states.new_zeros(len(encoded.states), self.encoder.size)  # c_0
            projected = projected + F.linear(fed, self.cell.input.weight[:, embedded.shape[-1] :])
        state = tuple(part.float() for part in self.cell(projected, state))
        if self.attends and not self.query_is_previous:
            context, weights, scores = self.attend(state[0], encoded, number, past.weights)
        return state, context, weights, scores

    def project(self, embedded: Tensor) -> Tensor:
        """The embedding's part of the cell's input projection: (..., E) -> (..., gates * D)"""
        return F.linear(embedded, self.cell.input.weight[:, : embedded.shape[-1]], self.cell.input.bias)

    def read_out(self, state: Tensor, embedded: Tensor, context: Tensor | None) -> Tensor:
        """s_t, E y_{t-1}, c_t -> logits (..., V): maxout of a linear layer, then the transposed embedding"""
        parts = [state, embedded] + ([context] if "readout" in self.enters else [])
        t = self.readout(torch.cat(parts, dim=-1))
        if self.pieces == 2:
            t = t.unflatten(-1, (-1, 2)).amax(dim=-1)  # (..., 2E) -> (..., E, 2) -> (..., E)
        else:
            t = torch.tanh(t)
        return F.linear(self.dropout(t), self.embedding.weight, self.output_bias)

    def forward(self, source: Tensor, target_in: Tensor) -> tuple[Tensor, Tensor | None]:
        """Teacher forcing. source (B, S), target_in (B, T), beginning with <pad> -> logits (B, T, V), weights (B, T, S)"""
        encoded = self.encode(source)
        embedded = self.dropout(self.embedding(target_in))
        state, past = encoded.initial, Past()
        states, contexts, attention = [], [], []
        for number, (y, projected) in enumerate(zip(embedded.unbind(1), self.project(embedded).unbind(1))):
            state, context, weights, _ = self.step(y, projected, state, encoded, number, past)
            past = Past(weights, context)
            states.append(state[0])
            contexts.append(context)
            attention.append(weights)
        context = torch.stack(contexts, dim=1) if "readout" in self.enters else None
        logits = self.read_out(torch.stack(states, dim=1), embedded, context)
        return logits, torch.stack(attention, dim=1) if self.attends else None
