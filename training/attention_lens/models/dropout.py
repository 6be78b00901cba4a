"""Dropout (Srivastava et al. 2014) that is cheap on a CPU."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_STEPS = 256  # values of a random byte


class Dropout(nn.Dropout):
    """As nn.Dropout, but on a CPU one random byte an element decides: PyTorch's own draws a 64-bit number for each.

    The probability is p rounded to a whole number of 256ths there, and what is kept is scaled to match.
    """

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0 or x.device.type != "cpu":
            return F.dropout(x, self.p, self.training)
        dropped = min(round(self.p * _STEPS), _STEPS - 1)
        words = torch.empty((x.numel() + 7) // 8, dtype=torch.int64).random_(-(2**63), None)  # 8 bytes at a time
        kept = words.view(torch.uint8)[: x.numel()].view(x.shape) >= dropped
        return x * kept.to(x.dtype).mul_(_STEPS / (_STEPS - dropped))
