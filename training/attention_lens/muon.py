"""Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) for the matrices of the layers, AdamW for the rest.

Muon replaces the momentum of a matrix by the nearest semi-orthogonal matrix, so that all its directions learn alike.
The update is scaled to the size of one of AdamW (Liu et al. 2025, https://arxiv.org/abs/2502.16982, eq. 4), so both share
one learning rate. Where pieces are few, as on a CPU, it gets further with each.
"""

import torch
from torch import Tensor, distributed


def orthogonalise(matrices: Tensor, iterations: int = 5) -> Tensor:
    """matrices (N, R, C) -> U V^T of each one's U S V^T, roughly: the singular values come out between 0.7 and 1.2.

    Newton-Schulz iteration of a quintic, its coefficients from Jordan et al. 2024; in bfloat16, which is enough for it.
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrices.bfloat16()
    tall = x.shape[1] > x.shape[2]
    if tall:
        x = x.transpose(1, 2)  # (N, R, C) -> (N, C, R): the products are of the short side
    x = x / (x.flatten(1).float().norm(dim=1)[:, None, None] + 1e-7).bfloat16()
    for _ in range(iterations):
        gram = x @ x.transpose(1, 2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.transpose(1, 2) if tall else x  # (N, C, R) -> (N, R, C)


class MuonAdamW(torch.optim.Optimizer):
    """One step of Muon for the groups with "muon": True, of AdamW for the others; the same lr for both.

    Matrices of the same shape are orthogonalised together, in one batched product.
    """

    MOMENTUM = 0.95

    def __init__(self, groups: list[dict], betas: tuple[float, float], eps: float, weight_decay: float) -> None:
        super().__init__(groups, {"lr": 0.0, "betas": betas, "eps": eps, "weight_decay": weight_decay, "muon": False})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            parameters = [p for p in group["params"] if p.grad is not None]
            (self._muon if group["muon"] else self._adamw)(group, parameters)

    def _muon(self, group: dict, parameters: list[Tensor]) -> None:
        shapes: dict[torch.Size, list[Tensor]] = {}
        for parameter in parameters:
            shapes.setdefault(parameter.shape, []).append(parameter)
        for shape, alike in shapes.items():
            gradients = [parameter.grad for parameter in alike]
            momenta = [self.state[p].setdefault("momentum", torch.zeros_like(p)) for p in alike]
            _towards(momenta, gradients, self.MOMENTUM)
            looked_ahead = torch._foreach_mul(momenta, self.MOMENTUM)  # Nesterov
            torch._foreach_add_(looked_ahead, gradients, alpha=1 - self.MOMENTUM)
            updates = _shared(torch.stack(looked_ahead))  # (N, R, C)
            size = 0.2 * max(shape) ** 0.5
            torch._foreach_mul_(alike, 1 - group["lr"] * group["weight_decay"])
            torch._foreach_add_(alike, list(updates), alpha=-group["lr"] * size)

    def _adamw(self, group: dict, parameters: list[Tensor]) -> None:
        """All tensors at once: hundreds of small ones, launched one by one, would keep a GPU waiting."""
        if not parameters:
            return
        beta1, beta2 = group["betas"]
        for parameter in parameters:
            state = self.state[parameter]
            if not state:
                state |= {"step": 0, "mean": torch.zeros_like(parameter), "square": torch.zeros_like(parameter)}
            state["step"] += 1
        gradients = [parameter.grad for parameter in parameters]
        means, squares, steps = ([self.state[p][key] for p in parameters] for key in ("mean", "square", "step"))
        _towards(means, gradients, beta1)
        torch._foreach_mul_(squares, beta2)
        torch._foreach_addcmul_(squares, gradients, gradients, value=1 - beta2)
        scales = torch._foreach_div(squares, [1 - beta2**step for step in steps])
        torch._foreach_sqrt_(scales)
        torch._foreach_add_(scales, group["eps"])
        torch._foreach_mul_(parameters, 1 - group["lr"] * group["weight_decay"])
        torch._foreach_addcdiv_(parameters, means, scales, [-group["lr"] / (1 - beta1**step) for step in steps])


def _shared(matrices: Tensor) -> Tensor:
    """`orthogonalise`, each rank its share of the N matrices, which are the same on all ranks; (N, R, C) -> (N, R, C)"""
    if not distributed.is_initialized():
        return orthogonalise(matrices).to(matrices.dtype)
    rank, ranks = distributed.get_rank(), distributed.get_world_size()
    updates = torch.zeros_like(matrices)
    if rank < len(matrices):
        updates[rank::ranks] = orthogonalise(matrices[rank::ranks]).to(matrices.dtype)
    distributed.all_reduce(updates)  # to what is 0 on all ranks but one
    return updates


def _towards(averages: list[Tensor], values: list[Tensor], decay: float) -> None:
    """Moves running averages towards new values, in place."""
    torch._foreach_mul_(averages, decay)
    torch._foreach_add_(averages, values, alpha=1 - decay)


def muon_for(model: torch.nn.Module, settings: dict) -> MuonAdamW:
    """Muon for every matrix inside a layer; embeddings, biases and norms are AdamW's, as Jordan et al. advise."""
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    matrices = [p for name, p in trained if ".layers." in name and p.ndim == 2]
    others = [p for name, p in trained if not (".layers." in name and p.ndim == 2)]
    groups = [
        {"params": matrices, "muon": True, "weight_decay": settings.get("matrix_decay", 0.05)},
        {"params": others},
    ]
    return MuonAdamW(groups, (0.9, settings["beta2"]), 1e-9, settings["weight_decay"])
