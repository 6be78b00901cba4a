"""Attention: score functions, selection and smoothing, each named in a table that config.json refers to."""

import torch
from torch import Tensor, nn


class AdditiveScore(nn.Module):
    """e_j = v^T tanh(W q + U k_j) (Bahdanau et al. 2015, A.1.2)."""

    def __init__(self, query: int, key: int, size: int) -> None:
        super().__init__()
        self.query = nn.Linear(query, size, bias=False)
        self.key = nn.Linear(key, size, bias=False)
        self.v = nn.Linear(size, 1, bias=False)

    def project_keys(self, keys: Tensor) -> Tensor:
        """Returns U k_j for all positions, computed once a sentence. (batch, source, key) -> (batch, source, size)"""
        return self.key(keys)

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        """query (batch, query), projected keys (batch, source, size) -> scores (batch, source)"""
        return self.v(torch.tanh(self.query(query).unsqueeze(1) + keys)).squeeze(-1)


class DotScore(nn.Module):
    """e_j = q^T k_j (Luong et al. 2015, eq. 8, "dot"). Query and keys have one width."""

    def __init__(self, query: int, key: int, size: int | None = None) -> None:
        super().__init__()
        if query != key:
            raise ValueError(f"dot score needs query and key of one width, not {query} and {key}")

    def project_keys(self, keys: Tensor) -> Tensor:
        return keys

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        return torch.bmm(keys, query.to(keys.dtype).unsqueeze(-1)).squeeze(-1)


class GeneralScore(nn.Module):
    """e_j = q^T W k_j (Luong et al. 2015, eq. 8, "general")."""

    def __init__(self, query: int, key: int, size: int | None = None) -> None:
        super().__init__()
        self.key = nn.Linear(key, query, bias=False)

    def project_keys(self, keys: Tensor) -> Tensor:
        return self.key(keys)

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        return torch.bmm(keys, query.to(keys.dtype).unsqueeze(-1)).squeeze(-1)


class SoftSelect(nn.Module):
    """alpha = softmax(e) over the positions that the mask keeps (Bahdanau et al. 2015, eq. 6)."""

    def forward(self, scores: Tensor, mask: Tensor) -> Tensor:
        """scores (batch, source), mask (batch, source) True where a word stands -> weights (batch, source)"""
        return torch.softmax(scores.float().masked_fill(~mask, -torch.inf), dim=-1)


SCORES = {"additive": AdditiveScore, "dot": DotScore, "general": GeneralScore}
SELECTIONS = {"soft": SoftSelect}
