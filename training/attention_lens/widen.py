"""Makes feed-forward layers wider without a change of what the model computes.

As in Net2Net (Chen et al. 2016, https://arxiv.org/abs/1511.05641), so that a run can go on with a larger model. There units
are split in two; here the new units begin at random and what they put out begins at 0, so no two of them are alike.
"""

from torch import Tensor


def widened(weights: dict[str, Tensor], own: dict[str, Tensor]) -> dict[str, Tensor]:
    """Returns weights in the shapes of `own`, a freshly made model's, which gives what is new of fc1.

    weights, own: by name; fc1.weight (F, D), fc1.bias (F,), fc2.weight (D, F) with F units. Raises ValueError where any
    other tensor differs in shape, or a layer would become narrower.
    """
    result = {}
    for name, tensor in weights.items():
        if name not in own or own[name].shape == tensor.shape:
            result[name] = tensor
            continue
        new = own[name].detach().clone()
        if ".fc1." in name and tensor.shape[1:] == new.shape[1:] and len(tensor) < len(new):
            new[: len(tensor)] = tensor
        elif name.endswith(".fc2.weight") and len(tensor) == len(new) and tensor.shape[1] < new.shape[1]:
            new.zero_()[:, : tensor.shape[1]] = tensor
        else:
            raise ValueError(f"{name} is {tuple(tensor.shape)}, which cannot be widened to {tuple(new.shape)}")
        result[name] = new
    return result
