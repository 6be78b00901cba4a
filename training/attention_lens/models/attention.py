"""Attention: score functions, selection and smoothing, each named in a table that config.json refers to.

A score function compares the query with every key; a selection turns scores into weights that sum to 1; smoothing
mixes them with those of the steps before.

Shapes: B batch, S source positions, Q query size, K key size.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass
class Step:
    """Where the decoder stands when it attends."""

    number: int  # t, from 0
    query: Tensor  # (B, Q)
    mask: Tensor  # (B, S), True where a piece stands
    previous: Tensor | None  # (B, S): the weights of step t - 1


class Score(nn.Module):
    """e_j = score(q, k_j). Keys may be projected once a sentence."""

    def project_keys(self, keys: Tensor) -> Tensor:
        """(B, S, K) -> what `forward` takes as keys"""
        return keys

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        """query (B, Q), projected keys (B, S, .) -> scores (B, S)"""
        return torch.bmm(keys, query.to(keys.dtype).unsqueeze(-1)).squeeze(-1)


class AdditiveScore(Score):
    """e_j = v^T tanh(W q + U k_j) (Bahdanau et al. 2015, A.1.2)."""

    def __init__(self, query: int, key: int, size: int) -> None:
        super().__init__()
        self.query = nn.Linear(query, size, bias=False)
        self.key = nn.Linear(key, size, bias=False)
        self.v = nn.Linear(size, 1, bias=False)

    def project_keys(self, keys: Tensor) -> Tensor:
        return self.key(keys)

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        return self.v(torch.tanh(self.query(query).unsqueeze(1) + keys)).squeeze(-1)


class ConcatScore(AdditiveScore):
    """e_j = v^T tanh(W [q; k_j] + b) (Luong et al. 2015, section 3.1, "concat"): W in two halves, one for each side."""

    def __init__(self, query: int, key: int, size: int) -> None:
        super().__init__(query, key, size)
        self.query = nn.Linear(query, size, bias=True)


class DotScore(Score):
    """e_j = q^T k_j (Luong et al. 2015, section 3.1, "dot"). Query and keys have one width."""

    def __init__(self, query: int, key: int, size: int | None = None) -> None:
        super().__init__()
        if query != key:
            raise ValueError(f"dot score needs query and key of one width, not {query} and {key}")


class ScaledDotScore(DotScore):
    """e_j = q^T k_j / sqrt(d_k) (Vaswani et al. 2017, eq. 1)."""

    def project_keys(self, keys: Tensor) -> Tensor:
        return keys / keys.shape[-1] ** 0.5


class GeneralScore(Score):
    """e_j = q^T W k_j (Luong et al. 2015, section 3.1, "general")."""

    def __init__(self, query: int, key: int, size: int | None = None) -> None:
        super().__init__()
        self.key = nn.Linear(key, query, bias=False)

    def project_keys(self, keys: Tensor) -> Tensor:
        return self.key(keys)


class CosineScore(Score):
    """e_j = beta cos(W q, k_j), beta = exp(b) learned (Graves et al. 2014, eq. 5 and 6)."""

    def __init__(self, query: int, key: int, size: int | None = None) -> None:
        super().__init__()
        self.query = nn.Linear(query, key, bias=False)
        self.log_sharpness = nn.Parameter(torch.tensor([2.0]))

    def project_keys(self, keys: Tensor) -> Tensor:
        return nn.functional.normalize(keys.float(), dim=-1)

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        unit = nn.functional.normalize(self.query(query).float(), dim=-1)
        return self.log_sharpness.exp() * super().forward(unit, keys)


def masked_softmax(scores: Tensor, mask: Tensor) -> Tensor:
    """softmax over the positions that the mask keeps; the others get exactly 0."""
    return torch.softmax(scores.float().masked_fill(~mask, -torch.inf), dim=-1)


class SoftSelect(nn.Module):
    """alpha = softmax(e), over all positions (Bahdanau et al. 2015, eq. 6)."""

    def __init__(self, query: int, config: dict) -> None:
        super().__init__()

    def forward(self, scores: Tensor, step: Step) -> Tensor:
        """scores (B, S) -> weights (B, S)"""
        return masked_softmax(scores, step.mask)


class HardSelect(nn.Module):
    """One position alone (after Xu et al. 2015, 4.1).

    In training the position is drawn, and the gradient goes straight through to the softmax that it was drawn from
    (straight-through Gumbel-softmax, Jang et al. 2017, temperature 1); in use it is the position of the highest score.
    """

    def __init__(self, query: int, config: dict) -> None:
        super().__init__()

    def forward(self, scores: Tensor, step: Step) -> Tensor:
        scores = scores.float()
        if self.training:
            scores = scores - torch.empty_like(scores).exponential_().log()  # Gumbel noise
        soft = masked_softmax(scores, step.mask)
        one = torch.zeros_like(soft).scatter_(1, soft.argmax(dim=-1, keepdim=True), 1.0)
        return one + soft - soft.detach() if self.training else one


class LocalMonotonicSelect(nn.Module):
    """local-m: softmax over the window [t - D, t + D] (Luong et al. 2015, 3.2); past the end, over the last D + 1."""

    def __init__(self, query: int, config: dict) -> None:
        super().__init__()
        self.half = config["window"]

    def forward(self, scores: Tensor, step: Step) -> Tensor:
        last = step.mask.sum(dim=-1, keepdim=True) - 1  # (B, 1)
        centre = torch.minimum(torch.full_like(last, step.number), last)
        position = torch.arange(scores.shape[1], device=scores.device)
        return masked_softmax(scores, step.mask & ((position - centre).abs() <= self.half))


class LocalPredictiveSelect(nn.Module):
    """local-p: a window around a predicted centre p_t = S sigma(v^T tanh(W q)), weighed by a Gaussian of standard deviation D / 2
    (Luong et al. 2015, eq. 9 and 10). The Gaussian goes into the softmax as a term of the scores, so that, unlike in
    the paper, the weights still sum to 1.
    """

    def __init__(self, query: int, config: dict) -> None:
        super().__init__()
        self.half = config["window"]
        self.hidden = nn.Linear(query, query, bias=False)
        self.v = nn.Linear(query, 1, bias=False)

    def centre(self, step: Step) -> Tensor:
        """Returns p_t (B, 1), between 0 and the last position."""
        last = step.mask.sum(dim=-1, keepdim=True) - 1
        return last * torch.sigmoid(self.v(torch.tanh(self.hidden(step.query))).float())

    def forward(self, scores: Tensor, step: Step) -> Tensor:
        centre = self.centre(step)
        position = torch.arange(scores.shape[1], device=scores.device)
        distance = position - centre  # (B, S)
        gaussian = -(distance**2) / (2 * (self.half / 2) ** 2)
        return masked_softmax(scores.float() + gaussian, step.mask & (distance.abs() <= self.half + 0.5))


class EmaSmooth(nn.Module):
    """a_t = (1 - b) alpha_t + b a_{t-1}: an exponential moving average of the distributions; b = sigma(.) is learned."""

    def __init__(self, config: dict) -> None:
        super().__init__()
        self.rate_logit = nn.Parameter(torch.tensor([-1.0]))

    def forward(self, weights: Tensor, step: Step) -> Tensor:
        if step.previous is None:
            return weights
        return torch.lerp(weights, step.previous, torch.sigmoid(self.rate_logit))


SCORES = {
    "additive": AdditiveScore,
    "concat": ConcatScore,
    "dot": DotScore,
    "scaled-dot": ScaledDotScore,
    "general": GeneralScore,
    "cosine": CosineScore,
}
SELECTIONS = {
    "soft": SoftSelect,
    "hard": HardSelect,
    "local-m": LocalMonotonicSelect,
    "local-p": LocalPredictiveSelect,
}
SMOOTHINGS = {"ema": EmaSmooth}
