"""The training loss."""

import torch
from torch import Tensor


class SmoothedCrossEntropy(torch.autograd.Function):
    """Label-smoothed cross-entropy (Szegedy et al. 2016), mean over pieces, computed with its gradient in one pass.

    The gradient by the logits, softmax - smoothed target, is made in slices of rows, so that the float32 copy of the
    logits never exists whole: on a CPU this halves the cost of the output layer.
    """

    SLICE = {"cpu": 256, "cuda": 8192}  # a GPU wants few and large kernels

    @staticmethod
    def forward(ctx, logits: Tensor, target: Tensor, pad: int, smoothing: float) -> tuple[Tensor, Tensor]:
        """logits (N, V), target (N,) -> smoothed loss, plain loss; rows whose target is pad count nothing."""
        kept = target != pad
        count = kept.sum().clamp(min=1)
        gradient = torch.empty_like(logits)
        plain, uniform = logits.new_zeros((), dtype=torch.float32), logits.new_zeros((), dtype=torch.float32)
        size, step = logits.shape[1], SmoothedCrossEntropy.SLICE[logits.device.type]
        for start in range(0, len(logits), step):
            rows = slice(start, start + step)
            log_p = torch.log_softmax(logits[rows].float(), dim=-1)
            keep, which = kept[rows].float(), target[rows].unsqueeze(1)
            plain -= (log_p.gather(1, which).squeeze(1) * keep).sum()
            uniform -= (log_p.mean(dim=1) * keep).sum()
            of_rows = log_p.exp_().sub_(smoothing / size)
            of_rows.scatter_add_(1, which, torch.full_like(which, smoothing - 1, dtype=torch.float32))
            gradient[rows] = of_rows.mul_((keep / count).unsqueeze(1))
        ctx.save_for_backward(gradient)
        ctx.mark_non_differentiable(plain)
        return ((1 - smoothing) * plain + smoothing * uniform) / count, plain / count

    @staticmethod
    def backward(ctx, of_loss: Tensor, _of_plain: Tensor):
        (gradient,) = ctx.saved_tensors
        return gradient.mul_(of_loss.to(gradient.dtype)), None, None, None


def guided_alignment(weights: Tensor, links: Tensor) -> Tensor:
    """Cross-entropy of one head's attention against word alignments (Garg et al. 2019, eq. 5), mean over linked pieces.

    weights (B, T, S) and links (B, T, S) of the same rows; each row's links share its mass evenly.
    """
    count = links.sum(dim=-1, keepdim=True)  # (B, T, 1)
    wanted = links / count.clamp(min=1)
    linked = (count > 0).sum().clamp(min=1)
    return -(wanted * torch.log(weights.float().clamp(min=1e-8))).sum() / linked
