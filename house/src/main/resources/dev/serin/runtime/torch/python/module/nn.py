# The classes of torch.nn: their arguments, their parameters by name, and what they compute after
# eval(), in the part of Python that Serin reads. Attributes have torch's own names, because pickled
# modules are given them without a call of __init__.
import math
import torch
import torch.nn.functional as F


def _numbers(value, count):
    return tuple(value) if isinstance(value, (list, tuple)) else (value,) * count


def _known(device, dtype):
    if dtype is not None and dtype != torch.float32:
        refuse("a module of another datatype than float32")


class Module:
    training = False
    _computed_weights = ()

    def __init__(self, *args, **kwargs):
        if len(args) + len(kwargs) > 0:
            refuse("nn.Module takes no arguments")

    def __call__(self, *args, **kwargs):
        for name, made in self._computed_weights:
            setattr(self, name, made(self))
        return self.forward(*args, **kwargs)

    def forward(self, *input):
        refuse(self.__class__.__name__ + " has no forward()")

    def register_buffer(self, name, tensor, persistent=True):
        mark_buffer(self, name, persistent)
        setattr(self, name, tensor)

    def register_parameter(self, name, param):
        setattr(self, name, param)

    def add_module(self, name, module):
        setattr(self, name, module)

    def register_module(self, name, module):
        setattr(self, name, module)

    def children(self):
        return list(self._modules.values())

    def named_children(self):
        return list(self._modules.items())

    def modules(self):
        found = [self]
        for child in self.children():
            found.extend(child.modules())
        return found

    def named_modules(self, memo=None, prefix="", remove_duplicate=True):
        found = [(prefix, self)]
        for name, child in self.named_children():
            found.extend(child.named_modules(None, prefix + "." + name if prefix else name))
        return found

    def named_parameters(self, prefix="", recurse=True, remove_duplicate=True):
        start = prefix + "." if prefix else ""
        found = [(start + name, one) for name, one in self._parameters.items()]
        if recurse:
            for name, child in self.named_children():
                found.extend(child.named_parameters(start + name))
        return found

    def parameters(self, recurse=True):
        return [one for name, one in self.named_parameters("", recurse)]

    def named_buffers(self, prefix="", recurse=True, remove_duplicate=True):
        start = prefix + "." if prefix else ""
        found = [(start + name, one) for name, one in self._buffers.items()]
        if recurse:
            for name, child in self.named_children():
                found.extend(child.named_buffers(start + name))
        return found

    def buffers(self, recurse=True):
        return [one for name, one in self.named_buffers("", recurse)]

    def get_submodule(self, target):
        found = self
        for name in target.split("."):
            found = getattr(found, name)
        return found

    def apply(self, fn):
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def eval(self):
        return self

    def train(self, mode=True):
        return self

    def cpu(self):
        return self

    def cuda(self, device=None):
        return self

    def to(self, *args, **kwargs):
        for given in list(args) + list(kwargs.values()):
            if isinstance(given, dtype_) and given != torch.float32:
                refuse("a module of another datatype than float32")
        return self

    def float(self):
        return self

    def requires_grad_(self, requires_grad=True):
        return self

    def zero_grad(self, set_to_none=True):
        return None


class Identity(Module):
    def __init__(self, *args, **kwargs):
        super().__init__()

    def forward(self, input):
        return input


# containers


class Sequential(Module):
    def __init__(self, *args):
        super().__init__()
        if len(args) == 1 and isinstance(args[0], dict):
            for name, module in args[0].items():
                self.add_module(name, module)
        else:
            for place, module in enumerate(args):
                self.add_module(str(place), module)

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return self.children()

    def __getitem__(self, index):
        if isinstance(index, int):
            return self.children()[index]
        return Sequential(dict(self.named_children()[index]))

    def append(self, module):
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self

    def forward(self, input):
        for module in self.children():
            input = module(input)
        return input


class ModuleList(Module):
    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return self.children()

    def __contains__(self, module):
        return module in self.children()

    def __getitem__(self, index):
        if isinstance(index, int):
            return self.children()[index]
        return ModuleList(self.children()[index])

    def append(self, module):
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self


class ModuleDict(Module):
    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.update(modules)

    def update(self, modules):
        pairs = modules.items() if isinstance(modules, dict) else modules
        for name, module in pairs:
            self.add_module(name, module)

    def __setitem__(self, name, module):
        self.add_module(name, module)

    def __getitem__(self, name):
        return self._modules[name]

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return list(self._modules.keys())

    def __contains__(self, name):
        return name in self._modules

    def keys(self):
        return list(self._modules.keys())

    def values(self):
        return self.children()

    def items(self):
        return self.named_children()


class ParameterList(Module):
    def __init__(self, values=None):
        super().__init__()
        if values is not None:
            self.extend(values)

    def __len__(self):
        return len(self._parameters)

    def __iter__(self):
        return list(self._parameters.values())

    def __getitem__(self, index):
        return list(self._parameters.values())[index]

    def append(self, value):
        setattr(self, str(len(self)), torch.nn.Parameter(value))
        return self

    def extend(self, values):
        for value in values:
            self.append(value)
        return self


class ParameterDict(Module):
    def __init__(self, parameters=None):
        super().__init__()
        if parameters is not None:
            for name, value in parameters.items():
                self[name] = value

    def __setitem__(self, name, value):
        setattr(self, name, torch.nn.Parameter(value))

    def __getitem__(self, name):
        return self._parameters[name]

    def __len__(self):
        return len(self._parameters)

    def __iter__(self):
        return list(self._parameters.keys())

    def __contains__(self, name):
        return name in self._parameters

    def keys(self):
        return list(self._parameters.keys())

    def values(self):
        return list(self._parameters.values())

    def items(self):
        return list(self._parameters.items())


def _weight(*sizes):
    return torch.nn.Parameter(torch.empty(list(sizes)))


# linear


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        _known(device, dtype)
        self.in_features = in_features
        self.out_features = out_features
        self.weight = _weight(out_features, in_features)
        self.bias = _weight(out_features) if bias else None

    def forward(self, input):
        return F.linear(input, self.weight, self.bias)


class NonDynamicallyQuantizableLinear(Linear):
    pass


class Bilinear(Module):
    def __init__(self, in1_features, in2_features, out_features, bias=True, device=None,
                 dtype=None):
        super().__init__()
        _known(device, dtype)
        self.weight = _weight(out_features, in1_features, in2_features)
        self.bias = _weight(out_features) if bias else None

    def forward(self, input1, input2):
        return F.bilinear(input1, input2, self.weight, self.bias)


# convolutions


class _Conv(Module):
    padding_mode = "zeros"

    def _start(self, count, transposed, in_channels, out_channels, kernel_size, stride, padding,
               dilation, groups, bias, padding_mode, output_padding, device, dtype):
        _known(device, dtype)
        if in_channels % groups != 0 or out_channels % groups != 0:
            refuse("the channels of a convolution are not divisible by its groups")
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = _numbers(kernel_size, count)
        self.stride = _numbers(stride, count)
        self.padding = padding if isinstance(padding, str) else _numbers(padding, count)
        self.dilation = _numbers(dilation, count)
        self.output_padding = _numbers(output_padding, count)
        self.groups = groups
        self.padding_mode = padding_mode
        if padding_mode not in ("zeros", "reflect", "replicate", "circular"):
            refuse("the padding mode " + padding_mode)
        if transposed:
            self.weight = _weight(in_channels, out_channels // groups, *self.kernel_size)
        else:
            self.weight = _weight(out_channels, in_channels // groups, *self.kernel_size)
        self.bias = _weight(out_channels) if bias else None

    def _amounts(self):
        amounts = []
        for axis in range(len(self.kernel_size)):
            if self.padding == "valid":
                both = [0, 0]
            elif self.padding == "same":
                total = self.dilation[axis] * (self.kernel_size[axis] - 1)
                both = [total // 2, total - total // 2]
            else:
                both = [self.padding[axis], self.padding[axis]]
            amounts = both + amounts
        return amounts

    def _convolved(self, input, convolve):
        channels_of_input(input, self.weight, self.in_channels, len(self.kernel_size))
        if self.padding_mode == "zeros":
            return convolve(input, self.weight, self.bias, self.stride, self.padding,
                            self.dilation, self.groups)
        edged = F.pad(input, self._amounts(), self.padding_mode)
        return convolve(edged, self.weight, self.bias, self.stride, 0, self.dilation, self.groups)


class Conv1d(_Conv):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1,
                 groups=1, bias=True, padding_mode="zeros", device=None, dtype=None):
        super().__init__()
        self._start(1, False, in_channels, out_channels, kernel_size, stride, padding, dilation,
                    groups, bias, padding_mode, 0, device, dtype)

    def forward(self, input):
        return self._convolved(input, F.conv1d)


class Conv2d(_Conv):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1,
                 groups=1, bias=True, padding_mode="zeros", device=None, dtype=None):
        super().__init__()
        self._start(2, False, in_channels, out_channels, kernel_size, stride, padding, dilation,
                    groups, bias, padding_mode, 0, device, dtype)

    def forward(self, input):
        return self._convolved(input, F.conv2d)


class Conv3d(_Conv):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1,
                 groups=1, bias=True, padding_mode="zeros", device=None, dtype=None):
        super().__init__()
        self._start(3, False, in_channels, out_channels, kernel_size, stride, padding, dilation,
                    groups, bias, padding_mode, 0, device, dtype)

    def forward(self, input):
        return self._convolved(input, F.conv3d)


class _ConvTranspose(_Conv):
    def _transposed(self, input, output_size, convolve):
        if output_size is not None:
            refuse("a transposed convolution with output_size is not read")
        if self.padding_mode != "zeros":
            refuse("a transposed convolution with the padding mode " + self.padding_mode)
        return convolve(input, self.weight, self.bias, self.stride, self.padding,
                        self.output_padding, self.groups, self.dilation)


class ConvTranspose1d(_ConvTranspose):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0,
                 output_padding=0, groups=1, bias=True, dilation=1, padding_mode="zeros",
                 device=None, dtype=None):
        super().__init__()
        self._start(1, True, in_channels, out_channels, kernel_size, stride, padding, dilation,
                    groups, bias, padding_mode, output_padding, device, dtype)

    def forward(self, input, output_size=None):
        return self._transposed(input, output_size, F.conv_transpose1d)


class ConvTranspose2d(_ConvTranspose):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0,
                 output_padding=0, groups=1, bias=True, dilation=1, padding_mode="zeros",
                 device=None, dtype=None):
        super().__init__()
        self._start(2, True, in_channels, out_channels, kernel_size, stride, padding, dilation,
                    groups, bias, padding_mode, output_padding, device, dtype)

    def forward(self, input, output_size=None):
        return self._transposed(input, output_size, F.conv_transpose2d)


class ConvTranspose3d(_ConvTranspose):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0,
                 output_padding=0, groups=1, bias=True, dilation=1, padding_mode="zeros",
                 device=None, dtype=None):
        super().__init__()
        self._start(3, True, in_channels, out_channels, kernel_size, stride, padding, dilation,
                    groups, bias, padding_mode, output_padding, device, dtype)

    def forward(self, input, output_size=None):
        return self._transposed(input, output_size, F.conv_transpose3d)


class Fold(Module):
    def __init__(self, output_size, kernel_size, dilation=1, padding=0, stride=1):
        super().__init__()
        self.output_size = output_size
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input):
        return F.fold(input, self.output_size, self.kernel_size, self.dilation, self.padding,
                      self.stride)


class Unfold(Module):
    def __init__(self, kernel_size, dilation=1, padding=0, stride=1):
        super().__init__()
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input):
        return F.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)


# normalizations


class _BatchNorm(Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True,
                 track_running_stats=True, device=None, dtype=None):
        super().__init__()
        _known(device, dtype)
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        self.weight = _weight(num_features) if affine else None
        self.bias = _weight(num_features) if affine else None
        if track_running_stats:
            self.register_buffer("running_mean", torch.empty(num_features))
            self.register_buffer("running_var", torch.empty(num_features))
            self.register_buffer("num_batches_tracked", torch.empty([], dtype=torch.int64))
        else:
            self.running_mean = None
            self.running_var = None

    def _ranks(self):
        return (2, 3, 4, 5)

    def forward(self, input):
        if len(self._ranks()) == 1 and self.running_mean is not None:
            channels_of_input(input, self.running_mean, self.num_features, self._ranks()[0] - 2)
        if input.dim() not in self._ranks():
            refuse(self.__class__.__name__ + " is given " + str(input.dim()) + " axes")
        if self.running_mean is None:
            refuse("a batch normalization without statistics of its own depends on the batch")
        return F.batch_norm(input, self.running_mean, self.running_var, self.weight, self.bias,
                            False, 0.0, self.eps)


class BatchNorm1d(_BatchNorm):
    def _ranks(self):
        return (2, 3)


class BatchNorm2d(_BatchNorm):
    def _ranks(self):
        return (4,)


class BatchNorm3d(_BatchNorm):
    def _ranks(self):
        return (5,)


class SyncBatchNorm(_BatchNorm):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True,
                 track_running_stats=True, process_group=None, device=None, dtype=None):
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype)


class _InstanceNorm(Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=False,
                 track_running_stats=False, device=None, dtype=None):
        super().__init__()
        _known(device, dtype)
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        self.weight = _weight(num_features) if affine else None
        self.bias = _weight(num_features) if affine else None
        if track_running_stats:
            self.register_buffer("running_mean", torch.empty(num_features))
            self.register_buffer("running_var", torch.empty(num_features))
            self.register_buffer("num_batches_tracked", torch.empty([], dtype=torch.int64))
        else:
            self.running_mean = None
            self.running_var = None

    def forward(self, input):
        if input.dim() != self._rank():
            refuse(self.__class__.__name__ + " is given " + str(input.dim()) + " axes")
        return F.instance_norm(input, self.running_mean, self.running_var, self.weight, self.bias,
                               not self.track_running_stats, 0.0, self.eps)


class InstanceNorm1d(_InstanceNorm):
    def _rank(self):
        return 3


class InstanceNorm2d(_InstanceNorm):
    def _rank(self):
        return 4


class InstanceNorm3d(_InstanceNorm):
    def _rank(self):
        return 5


class LayerNorm(Module):
    def __init__(self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, device=None,
                 dtype=None):
        super().__init__()
        _known(device, dtype)
        self.normalized_shape = _numbers(normalized_shape, 1)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        self.weight = _weight(*self.normalized_shape) if elementwise_affine else None
        self.bias = _weight(*self.normalized_shape) if elementwise_affine and bias else None

    def forward(self, input):
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)


class RMSNorm(Module):
    def __init__(self, normalized_shape, eps=None, elementwise_affine=True, device=None,
                 dtype=None):
        super().__init__()
        _known(device, dtype)
        self.normalized_shape = _numbers(normalized_shape, 1)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        self.weight = _weight(*self.normalized_shape) if elementwise_affine else None

    def forward(self, input):
        return F.rms_norm(input, self.normalized_shape, self.weight, self.eps)


class GroupNorm(Module):
    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True, device=None, dtype=None):
        super().__init__()
        _known(device, dtype)
        if num_channels % num_groups != 0:
            refuse("the channels of GroupNorm are not divisible by its groups")
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.affine = affine
        self.weight = _weight(num_channels) if affine else None
        self.bias = _weight(num_channels) if affine else None

    def forward(self, input):
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)


class LocalResponseNorm(Module):
    def __init__(self, size, alpha=1e-4, beta=0.75, k=1.0):
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, input):
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)


class CrossMapLRN2d(LocalResponseNorm):
    def __init__(self, size, alpha=1e-4, beta=0.75, k=1):
        super().__init__(size, alpha, beta, k)


# activations


class ReLU(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input):
        return F.relu(input, self.inplace)


class ReLU6(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input):
        return F.relu6(input, self.inplace)


class Hardtanh(Module):
    def __init__(self, min_val=-1.0, max_val=1.0, inplace=False, min_value=None, max_value=None):
        super().__init__()
        self.min_val = min_val if min_value is None else min_value
        self.max_val = max_val if max_value is None else max_value
        self.inplace = inplace

    def forward(self, input):
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)


class Hardsigmoid(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input):
        return F.hardsigmoid(input, self.inplace)


class Hardswish(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input):
        return F.hardswish(input, self.inplace)


class LeakyReLU(Module):
    def __init__(self, negative_slope=1e-2, inplace=False):
        super().__init__()
        self.negative_slope = negative_slope
        self.inplace = inplace

    def forward(self, input):
        return F.leaky_relu(input, self.negative_slope, self.inplace)


class RReLU(Module):
    def __init__(self, lower=1.0 / 8, upper=1.0 / 3, inplace=False):
        super().__init__()
        self.lower = lower
        self.upper = upper
        self.inplace = inplace

    def forward(self, input):
        return F.rrelu(input, self.lower, self.upper, False, self.inplace)


class PReLU(Module):
    def __init__(self, num_parameters=1, init=0.25, device=None, dtype=None):
        super().__init__()
        _known(device, dtype)
        self.num_parameters = num_parameters
        self.weight = _weight(num_parameters)

    def forward(self, input):
        return torch.prelu(input, self.weight)


class ELU(Module):
    def __init__(self, alpha=1.0, inplace=False):
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def forward(self, input):
        return F.elu(input, self.alpha, self.inplace)


class CELU(Module):
    def __init__(self, alpha=1.0, inplace=False):
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def forward(self, input):
        return F.celu(input, self.alpha, self.inplace)


class SELU(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input):
        return F.selu(input, self.inplace)


class GELU(Module):
    approximate = "none"

    def __init__(self, approximate="none"):
        super().__init__()
        self.approximate = approximate

    def forward(self, input):
        return F.gelu(input, approximate=self.approximate)


class SiLU(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input):
        return F.silu(input, self.inplace)


class Mish(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input):
        return F.mish(input, self.inplace)


class Softplus(Module):
    def __init__(self, beta=1.0, threshold=20.0):
        super().__init__()
        self.beta = beta
        self.threshold = threshold

    def forward(self, input):
        return F.softplus(input, self.beta, self.threshold)


class Threshold(Module):
    def __init__(self, threshold, value, inplace=False):
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace

    def forward(self, input):
        return F.threshold(input, self.threshold, self.value, self.inplace)


class Hardshrink(Module):
    def __init__(self, lambd=0.5):
        super().__init__()
        self.lambd = lambd

    def forward(self, input):
        return torch.hardshrink(input, self.lambd)


class Softshrink(Module):
    def __init__(self, lambd=0.5):
        super().__init__()
        self.lambd = lambd

    def forward(self, input):
        return F.softshrink(input, self.lambd)


class Sigmoid(Module):
    def forward(self, input):
        return torch.sigmoid(input)


class Tanh(Module):
    def forward(self, input):
        return torch.tanh(input)


class LogSigmoid(Module):
    def forward(self, input):
        return F.logsigmoid(input)


class Softsign(Module):
    def forward(self, input):
        return F.softsign(input)


class Tanhshrink(Module):
    def forward(self, input):
        return F.tanhshrink(input)


class GLU(Module):
    def __init__(self, dim=-1):
        super().__init__()
        self.dim = dim

    def forward(self, input):
        return F.glu(input, self.dim)


class Softmax(Module):
    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def forward(self, input):
        return F.softmax(input, self.dim)


class LogSoftmax(Module):
    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def forward(self, input):
        return F.log_softmax(input, self.dim)


class Softmin(Module):
    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def forward(self, input):
        return F.softmin(input, self.dim)


class Softmax2d(Module):
    def forward(self, input):
        if input.dim() not in (3, 4):
            refuse("Softmax2d is given " + str(input.dim()) + " axes")
        return torch.softmax(input, -3)


# dropouts: nothing after eval()


class Dropout(Module):
    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        self.p = p
        self.inplace = inplace

    def forward(self, input):
        return input


class Dropout1d(Dropout):
    pass


class Dropout2d(Dropout):
    pass


class Dropout3d(Dropout):
    pass


class AlphaDropout(Dropout):
    pass


class FeatureAlphaDropout(Dropout):
    pass


# poolings


class _MaxPool(Module):
    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False,
                 ceil_mode=False):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

    def _pooled(self, input, pool):
        return pool(input, self.kernel_size, self.stride, self.padding, self.dilation,
                    self.ceil_mode, self.return_indices)


class MaxPool1d(_MaxPool):
    def forward(self, input):
        return self._pooled(input, F.max_pool1d)


class MaxPool2d(_MaxPool):
    def forward(self, input):
        return self._pooled(input, F.max_pool2d)


class MaxPool3d(_MaxPool):
    def forward(self, input):
        return self._pooled(input, F.max_pool3d)


class _MaxUnpool(Module):
    def __init__(self, kernel_size, stride=None, padding=0):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding


class MaxUnpool1d(_MaxUnpool):
    def forward(self, input, indices, output_size=None):
        return F.max_unpool1d(input, indices, self.kernel_size, self.stride, self.padding,
                              output_size)


class MaxUnpool2d(_MaxUnpool):
    def forward(self, input, indices, output_size=None):
        return F.max_unpool2d(input, indices, self.kernel_size, self.stride, self.padding,
                              output_size)


class MaxUnpool3d(_MaxUnpool):
    def forward(self, input, indices, output_size=None):
        return F.max_unpool3d(input, indices, self.kernel_size, self.stride, self.padding,
                              output_size)


class AvgPool1d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False,
                 count_include_pad=True):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad

    def forward(self, input):
        return F.avg_pool1d(input, self.kernel_size, self.stride, self.padding, self.ceil_mode,
                            self.count_include_pad)


class AvgPool2d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False,
                 count_include_pad=True, divisor_override=None):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override

    def forward(self, input):
        return F.avg_pool2d(input, self.kernel_size, self.stride, self.padding, self.ceil_mode,
                            self.count_include_pad, self.divisor_override)


class AvgPool3d(AvgPool2d):
    def forward(self, input):
        return F.avg_pool3d(input, self.kernel_size, self.stride, self.padding, self.ceil_mode,
                            self.count_include_pad, self.divisor_override)


class _AdaptiveAvgPool(Module):
    def __init__(self, output_size):
        super().__init__()
        self.output_size = output_size


class AdaptiveAvgPool1d(_AdaptiveAvgPool):
    def forward(self, input):
        return F.adaptive_avg_pool1d(input, self.output_size)


class AdaptiveAvgPool2d(_AdaptiveAvgPool):
    def forward(self, input):
        return F.adaptive_avg_pool2d(input, self.output_size)


class AdaptiveAvgPool3d(_AdaptiveAvgPool):
    def forward(self, input):
        return F.adaptive_avg_pool3d(input, self.output_size)


class _AdaptiveMaxPool(Module):
    def __init__(self, output_size, return_indices=False):
        super().__init__()
        self.output_size = output_size
        self.return_indices = return_indices


class AdaptiveMaxPool1d(_AdaptiveMaxPool):
    def forward(self, input):
        return F.adaptive_max_pool1d(input, self.output_size, self.return_indices)


class AdaptiveMaxPool2d(_AdaptiveMaxPool):
    def forward(self, input):
        return F.adaptive_max_pool2d(input, self.output_size, self.return_indices)


class AdaptiveMaxPool3d(_AdaptiveMaxPool):
    def forward(self, input):
        return F.adaptive_max_pool3d(input, self.output_size, self.return_indices)


class _LPPool(Module):
    def __init__(self, norm_type, kernel_size, stride=None, ceil_mode=False):
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode


class LPPool1d(_LPPool):
    def forward(self, input):
        return F.lp_pool1d(input, float(self.norm_type), self.kernel_size, self.stride,
                           self.ceil_mode)


class LPPool2d(_LPPool):
    def forward(self, input):
        return F.lp_pool2d(input, float(self.norm_type), self.kernel_size, self.stride,
                           self.ceil_mode)


class LPPool3d(_LPPool):
    def forward(self, input):
        return F.lp_pool3d(input, float(self.norm_type), self.kernel_size, self.stride,
                           self.ceil_mode)


# edges


class _Pad(Module):
    count = 0
    mode = "constant"
    value = 0.0

    def __init__(self, padding):
        super().__init__()
        self.padding = _numbers(padding, 2 * self.count)

    def forward(self, input):
        return F.pad(input, self.padding, self.mode, self.value)


class _ConstantPad(_Pad):
    def __init__(self, padding, value):
        super().__init__(padding)
        self.value = value


class ConstantPad1d(_ConstantPad):
    count = 1


class ConstantPad2d(_ConstantPad):
    count = 2


class ConstantPad3d(_ConstantPad):
    count = 3


class ZeroPad1d(_Pad):
    count = 1


class ZeroPad2d(_Pad):
    count = 2


class ZeroPad3d(_Pad):
    count = 3


class ReflectionPad1d(_Pad):
    count = 1
    mode = "reflect"


class ReflectionPad2d(_Pad):
    count = 2
    mode = "reflect"


class ReflectionPad3d(_Pad):
    count = 3
    mode = "reflect"


class ReplicationPad1d(_Pad):
    count = 1
    mode = "replicate"


class ReplicationPad2d(_Pad):
    count = 2
    mode = "replicate"


class ReplicationPad3d(_Pad):
    count = 3
    mode = "replicate"


class CircularPad1d(_Pad):
    count = 1
    mode = "circular"


class CircularPad2d(_Pad):
    count = 2
    mode = "circular"


class CircularPad3d(_Pad):
    count = 3
    mode = "circular"


# sizes and places


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input):
        return torch.flatten(input, self.start_dim, self.end_dim)


class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        super().__init__()
        if isinstance(dim, str):
            refuse("Unflatten by the name of an axis is not read")
        self.dim = dim
        self.unflattened_size = unflattened_size

    def forward(self, input):
        return torch.unflatten(input, self.dim, list(self.unflattened_size))


class Upsample(Module):
    recompute_scale_factor = None

    def __init__(self, size=None, scale_factor=None, mode="nearest", align_corners=None,
                 recompute_scale_factor=None):
        super().__init__()
        self.size = size
        self.scale_factor = scale_factor
        self.mode = mode
        self.align_corners = align_corners
        self.recompute_scale_factor = recompute_scale_factor

    def forward(self, input):
        return F.interpolate(input, self.size, self.scale_factor, self.mode, self.align_corners,
                             self.recompute_scale_factor)


class UpsamplingNearest2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        super().__init__(size, scale_factor, "nearest")


class UpsamplingBilinear2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        super().__init__(size, scale_factor, "bilinear", True)


class PixelShuffle(Module):
    def __init__(self, upscale_factor):
        super().__init__()
        self.upscale_factor = upscale_factor

    def forward(self, input):
        return F.pixel_shuffle(input, self.upscale_factor)


class PixelUnshuffle(Module):
    def __init__(self, downscale_factor):
        super().__init__()
        self.downscale_factor = downscale_factor

    def forward(self, input):
        return F.pixel_unshuffle(input, self.downscale_factor)


class ChannelShuffle(Module):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, input):
        return F.channel_shuffle(input, self.groups)


class CosineSimilarity(Module):
    def __init__(self, dim=1, eps=1e-8):
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1, x2):
        return F.cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(Module):
    def __init__(self, p=2.0, eps=1e-6, keepdim=False):
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1, x2):
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)


# embeddings


class Embedding(Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None,
                 norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None,
                 _freeze=False, device=None, dtype=None):
        super().__init__()
        _known(device, dtype)
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = padding_idx
        self.max_norm = max_norm
        self.weight = torch.nn.Parameter(torch.empty(num_embeddings, embedding_dim))

    def forward(self, input):
        return F.embedding(input, self.weight, self.padding_idx, self.max_norm)


class EmbeddingBag(Module):
    include_last_offset = False
    padding_idx = None

    def __init__(self, num_embeddings, embedding_dim, max_norm=None, norm_type=2.0,
                 scale_grad_by_freq=False, mode="mean", sparse=False, _weight=None,
                 include_last_offset=False, padding_idx=None, device=None, dtype=None):
        super().__init__()
        _known(device, dtype)
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.max_norm = max_norm
        self.mode = mode
        self.include_last_offset = include_last_offset
        self.padding_idx = padding_idx
        self.weight = torch.nn.Parameter(torch.empty(num_embeddings, embedding_dim))

    def forward(self, input, offsets=None, per_sample_weights=None):
        return F.embedding_bag(input, self.weight, offsets, self.max_norm, 2.0, False, self.mode,
                               False, per_sample_weights, self.include_last_offset,
                               self.padding_idx)


# recurrent networks


class RNNBase(Module):
    proj_size = 0

    def _start(self, mode, gates, input_size, hidden_size, num_layers, bias, batch_first, dropout,
               bidirectional, proj_size, device, dtype):
        _known(device, dtype)
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        if proj_size > 0:
            refuse("an LSTM with proj_size is not read")
        directions = 2 if bidirectional else 1
        for layer in range(num_layers):
            for direction in range(directions):
                end = "_l" + str(layer) + ("_reverse" if direction == 1 else "")
                size = input_size if layer == 0 else hidden_size * directions
                setattr(self, "weight_ih" + end, _weight(gates * hidden_size, size))
                setattr(self, "weight_hh" + end, _weight(gates * hidden_size, hidden_size))
                if bias:
                    setattr(self, "bias_ih" + end, _weight(gates * hidden_size))
                    setattr(self, "bias_hh" + end, _weight(gates * hidden_size))

    def flatten_parameters(self):
        return None

    def _weights(self):
        weights = []
        for layer in range(self.num_layers):
            for direction in range(2 if self.bidirectional else 1):
                end = "_l" + str(layer) + ("_reverse" if direction == 1 else "")
                weights.append(getattr(self, "weight_ih" + end))
                weights.append(getattr(self, "weight_hh" + end))
                if self.bias:
                    weights.append(getattr(self, "bias_ih" + end))
                    weights.append(getattr(self, "bias_hh" + end))
        return weights

    def _zeros(self, input):
        layers = self.num_layers * (2 if self.bidirectional else 1)
        if input.dim() == 2:
            return torch.zeros(layers, self.hidden_size)
        batch = input.shape[0] if self.batch_first else input.shape[1]
        return torch.zeros(layers, batch, self.hidden_size)

    def _rows(self, input):
        if self.proj_size > 0:
            refuse("an LSTM with proj_size is not read")
        if input.dim() not in (2, 3):
            refuse("a recurrent network takes an input of two or three axes")


class LSTM(RNNBase):
    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False,
                 dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None):
        super().__init__()
        self._start("LSTM", 4, input_size, hidden_size, num_layers, bias, batch_first, dropout,
                    bidirectional, proj_size, device, dtype)

    def forward(self, input, hx=None):
        weights = self._weights()
        shape_of_input(input, weights[0], 3)
        self._rows(input)
        if hx is None:
            hx = (self._zeros(input), self._zeros(input))
        output, hidden, cell = aten.lstm(input, list(hx), weights, self.bias, self.num_layers, 0.0,
                                         False, self.bidirectional, self.batch_first)
        return output, (hidden, cell)


class GRU(RNNBase):
    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False,
                 dropout=0.0, bidirectional=False, device=None, dtype=None):
        super().__init__()
        self._start("GRU", 3, input_size, hidden_size, num_layers, bias, batch_first, dropout,
                    bidirectional, 0, device, dtype)

    def forward(self, input, hx=None):
        weights = self._weights()
        shape_of_input(input, weights[0], 3)
        self._rows(input)
        if hx is None:
            hx = self._zeros(input)
        output, hidden = aten.gru(input, hx, weights, self.bias, self.num_layers, 0.0, False,
                                  self.bidirectional, self.batch_first)
        return output, hidden


class RNN(RNNBase):
    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity="tanh", bias=True,
                 batch_first=False, dropout=0.0, bidirectional=False, device=None, dtype=None):
        super().__init__()
        if nonlinearity not in ("tanh", "relu"):
            refuse("an RNN with the function " + nonlinearity)
        self.nonlinearity = nonlinearity
        self._start("RNN_TANH" if nonlinearity == "tanh" else "RNN_RELU", 1, input_size,
                    hidden_size, num_layers, bias, batch_first, dropout, bidirectional, 0, device,
                    dtype)

    def forward(self, input, hx=None):
        weights = self._weights()
        shape_of_input(input, weights[0], 3)
        self._rows(input)
        if hx is None:
            hx = self._zeros(input)
        run = aten.rnn_tanh if self.mode == "RNN_TANH" else aten.rnn_relu
        output, hidden = run(input, hx, weights, self.bias, self.num_layers, 0.0, False,
                             self.bidirectional, self.batch_first)
        return output, hidden


class RNNCellBase(Module):
    def _start(self, gates, input_size, hidden_size, bias, device, dtype):
        _known(device, dtype)
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        self.weight_ih = _weight(gates * hidden_size, input_size)
        self.weight_hh = _weight(gates * hidden_size, hidden_size)
        self.bias_ih = _weight(gates * hidden_size) if bias else None
        self.bias_hh = _weight(gates * hidden_size) if bias else None

    def _gates(self, input, hidden):
        if input.dim() != 2:
            refuse("a recurrent cell without a batch is not read: its input needs two axes")
        return (F.linear(input, self.weight_ih, self.bias_ih),
                F.linear(hidden, self.weight_hh, self.bias_hh))

    def _zeros(self, input):
        return torch.zeros(input.shape[0], self.hidden_size)


class RNNCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh", device=None,
                 dtype=None):
        super().__init__()
        self.nonlinearity = nonlinearity
        self._start(1, input_size, hidden_size, bias, device, dtype)

    def forward(self, input, hx=None):
        shape_of_input(input, self.weight_ih, 2)
        given, state = self._gates(input, self._zeros(input) if hx is None else hx)
        total = given + state
        return torch.tanh(total) if self.nonlinearity == "tanh" else torch.relu(total)


class LSTMCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__()
        self._start(4, input_size, hidden_size, bias, device, dtype)

    def forward(self, input, hx=None):
        shape_of_input(input, self.weight_ih, 2)
        hidden, cell = (self._zeros(input), self._zeros(input)) if hx is None else hx
        given, state = self._gates(input, hidden)
        i, f, g, o = torch.chunk(given + state, 4, 1)
        cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(cell), cell


class GRUCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__()
        self._start(3, input_size, hidden_size, bias, device, dtype)

    def forward(self, input, hx=None):
        shape_of_input(input, self.weight_ih, 2)
        hidden = self._zeros(input) if hx is None else hx
        given, state = self._gates(input, hidden)
        reset, update, new = torch.chunk(given, 3, 1)
        hidden_reset, hidden_update, hidden_new = torch.chunk(state, 3, 1)
        reset = torch.sigmoid(reset + hidden_reset)
        update = torch.sigmoid(update + hidden_update)
        new = torch.tanh(new + reset * hidden_new)
        return (1 - update) * new + update * hidden


# attention and transformers


class MultiheadAttention(Module):
    batch_first = False

    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False,
                 add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None,
                 dtype=None):
        super().__init__()
        _known(device, dtype)
        if embed_dim % num_heads != 0:
            refuse("embed_dim is not divisible by num_heads")
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == embed_dim and self.vdim == embed_dim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        if self._qkv_same_embed_dim:
            self.in_proj_weight = _weight(3 * embed_dim, embed_dim)
        else:
            self.q_proj_weight = _weight(embed_dim, embed_dim)
            self.k_proj_weight = _weight(embed_dim, self.kdim)
            self.v_proj_weight = _weight(embed_dim, self.vdim)
        self.in_proj_bias = _weight(3 * embed_dim) if bias else None
        self.out_proj = NonDynamicallyQuantizableLinear(embed_dim, embed_dim, bias)
        self.bias_k = _weight(1, 1, embed_dim) if add_bias_kv else None
        self.bias_v = _weight(1, 1, embed_dim) if add_bias_kv else None
        self.add_zero_attn = add_zero_attn

    def _projections(self):
        if self._qkv_same_embed_dim:
            weights = torch.chunk(self.in_proj_weight, 3, 0)
        else:
            weights = (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)
        if self.in_proj_bias is None:
            return [(weight, None) for weight in weights]
        return list(zip(weights, torch.chunk(self.in_proj_bias, 3, 0)))

    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None,
                average_attn_weights=True, is_causal=False):
        if is_causal and attn_mask is None:
            refuse("is_causal needs its mask")
        shape_of_input(query, self.out_proj.weight, 3)
        rows_first = self.batch_first and query.dim() == 3
        if rows_first:
            query = query.transpose(0, 1)
            key = key.transpose(0, 1)
            value = value.transpose(0, 1)
        result, shares = F.attention(
            query, key, value, self.num_heads, self._projections(), self.out_proj.weight,
            self.out_proj.bias, self.bias_k, self.bias_v, self.add_zero_attn, key_padding_mask,
            need_weights, attn_mask, average_attn_weights)
        if rows_first:
            result = result.transpose(0, 1)
        return result, shares


def _activation(activation):
    if activation == "relu":
        return F.relu
    if activation == "gelu":
        return F.gelu
    if isinstance(activation, str):
        refuse("a transformer with the activation " + activation)
    return activation


class TransformerEncoderLayer(Module):
    norm_first = False

    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation=F.relu,
                 layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True, device=None,
                 dtype=None):
        super().__init__()
        _known(device, dtype)
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, bias,
                                            batch_first=batch_first)
        self.linear1 = Linear(d_model, dim_feedforward, bias)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias)
        self.norm_first = norm_first
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.activation = _activation(activation)

    def _attended(self, x, mask, padding):
        return self.self_attn(x, x, x, padding, False, mask)[0]

    def _fed(self, x):
        return self.linear2(self.activation(self.linear1(x)))

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False):
        shape_of_input(src, self.norm1.weight, 3)
        if is_causal and src_mask is None:
            refuse("is_causal needs its mask")
        if self.norm_first:
            x = src + self._attended(self.norm1(src), src_mask, src_key_padding_mask)
            return x + self._fed(self.norm2(x))
        x = self.norm1(src + self._attended(src, src_mask, src_key_padding_mask))
        return self.norm2(x + self._fed(x))


class TransformerEncoder(Module):
    norm = None

    def __init__(self, encoder_layer, num_layers, norm=None, enable_nested_tensor=True,
                 mask_check=True):
        super().__init__()
        self.layers = ModuleList([copy_of(encoder_layer) for layer in range(num_layers)])
        self.num_layers = num_layers
        self.norm = norm

    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None):
        if src_key_padding_mask is not None:
            refuse("a TransformerEncoder with src_key_padding_mask gives other numbers in its "
                   "fast path")
        for layer in self.layers:
            src = layer(src, mask)
        return src if self.norm is None else self.norm(src)


class TransformerDecoderLayer(Module):
    norm_first = False

    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation=F.relu,
                 layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True, device=None,
                 dtype=None):
        super().__init__()
        _known(device, dtype)
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, bias,
                                            batch_first=batch_first)
        self.multihead_attn = MultiheadAttention(d_model, nhead, dropout, bias,
                                                 batch_first=batch_first)
        self.linear1 = Linear(d_model, dim_feedforward, bias)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias)
        self.norm_first = norm_first
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.norm3 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.dropout3 = Dropout(dropout)
        self.activation = _activation(activation)

    def _fed(self, x):
        return self.linear2(self.activation(self.linear1(x)))

    def forward(self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None,
                memory_key_padding_mask=None, tgt_is_causal=False, memory_is_causal=False):
        def own(x):
            return self.self_attn(x, x, x, tgt_key_padding_mask, False, tgt_mask)[0]

        def other(x):
            return self.multihead_attn(x, memory, memory, memory_key_padding_mask, False,
                                       memory_mask)[0]

        if self.norm_first:
            x = tgt + own(self.norm1(tgt))
            x = x + other(self.norm2(x))
            return x + self._fed(self.norm3(x))
        x = self.norm1(tgt + own(tgt))
        x = self.norm2(x + other(x))
        return self.norm3(x + self._fed(x))


class TransformerDecoder(Module):
    norm = None

    def __init__(self, decoder_layer, num_layers, norm=None):
        super().__init__()
        self.layers = ModuleList([copy_of(decoder_layer) for layer in range(num_layers)])
        self.num_layers = num_layers
        self.norm = norm

    def forward(self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None,
                memory_key_padding_mask=None, tgt_is_causal=None, memory_is_causal=False):
        for layer in self.layers:
            tgt = layer(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask,
                        memory_key_padding_mask)
        return tgt if self.norm is None else self.norm(tgt)


class Transformer(Module):
    batch_first = False

    def __init__(self, d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6,
                 dim_feedforward=2048, dropout=0.1, activation=F.relu, custom_encoder=None,
                 custom_decoder=None, layer_norm_eps=1e-5, batch_first=False, norm_first=False,
                 bias=True, device=None, dtype=None):
        super().__init__()
        _known(device, dtype)
        if custom_encoder is not None or custom_decoder is not None:
            refuse("a Transformer with a part of its own")
        self.encoder = TransformerEncoder(
            TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, activation,
                                    layer_norm_eps, batch_first, norm_first, bias),
            num_encoder_layers, LayerNorm(d_model, layer_norm_eps, bias=bias))
        self.decoder = TransformerDecoder(
            TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, activation,
                                    layer_norm_eps, batch_first, norm_first, bias),
            num_decoder_layers, LayerNorm(d_model, layer_norm_eps, bias=bias))
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first

    @staticmethod
    def generate_square_subsequent_mask(sz, device=None, dtype=None):
        return torch.triu(torch.full((sz, sz), float("-inf")), 1)

    def forward(self, src, tgt, src_mask=None, tgt_mask=None, memory_mask=None,
                src_key_padding_mask=None, tgt_key_padding_mask=None,
                memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None,
                memory_is_causal=False):
        memory = self.encoder(src, src_mask, src_key_padding_mask)
        return self.decoder(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask,
                            memory_key_padding_mask)


# weights that are computed of others: torch.nn.utils.weight_norm and spectral_norm, and their
# successors in torch.nn.utils.parametrizations


def _length(weight, dim):
    if dim == -1 or dim is None:
        return aten.norm(weight, 2)
    axes = [axis for axis in range(weight.dim()) if axis != dim % weight.dim()]
    return aten.norm(weight, 2, axes, True) if len(axes) > 0 else aten.abs(weight)


def _compute(module, name, made):
    module._computed_weights = list(module._computed_weights) + [(name, made)]
    setattr(module, name, None)


def _utils_weight_norm(module, name="weight", dim=0):
    weight = getattr(module, name)
    module.register_parameter(name + "_g", torch.nn.Parameter(_length(weight, dim)))
    module.register_parameter(name + "_v", torch.nn.Parameter(weight))

    def made(self):
        length = getattr(self, name + "_g")
        way = getattr(self, name + "_v")
        return way * (length / _length(way, dim))

    _compute(module, name, made)
    return module


def _turned(module, weight, dim):
    if dim is None:
        turned = (ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)
        dim = 1 if isinstance(module, turned) else 0
    if dim != 0:
        order = [dim] + [axis for axis in range(weight.dim()) if axis != dim]
        weight = weight.permute(*order)
    return weight.reshape(weight.shape[0], -1)


def _scaled(module, weight, u, v, dim):
    return weight / aten.sum(u * aten.matmul(_turned(module, weight, dim), v))


def _utils_spectral_norm(module, name="weight", n_power_iterations=1, eps=1e-12, dim=None):
    weight = getattr(module, name)
    flat = _turned(module, weight, dim)
    module.register_parameter(name + "_orig", torch.nn.Parameter(weight))
    module.register_buffer(name + "_u", torch.empty(flat.shape[0]))
    module.register_buffer(name + "_v", torch.empty(flat.shape[1]))

    def made(self):
        return _scaled(self, getattr(self, name + "_orig"), getattr(self, name + "_u"),
                       getattr(self, name + "_v"), dim)

    _compute(module, name, made)
    return module


def _parametrized(module, name):
    if not hasattr(module, "parametrizations"):
        module.parametrizations = ModuleDict()
    if hasattr(module.parametrizations, name):
        refuse("a weight with two parametrizations is not read")
    setattr(module.parametrizations, name, Module())
    return getattr(module.parametrizations, name)


def _parametrizations_weight_norm(module, name="weight", dim=0):
    weight = getattr(module, name)
    kept = _parametrized(module, name)
    kept.original0 = torch.nn.Parameter(_length(weight, dim))
    kept.original1 = torch.nn.Parameter(weight)

    def made(self):
        given = getattr(self.parametrizations, name)
        return given.original1 * (given.original0 / _length(given.original1, dim))

    _compute(module, name, made)
    return module


def _parametrizations_spectral_norm(module, name="weight", n_power_iterations=1, eps=1e-12,
                                    dim=None):
    weight = getattr(module, name)
    flat = _turned(module, weight, dim)
    kept = _parametrized(module, name)
    kept.original = torch.nn.Parameter(weight)
    kept.add_module("0", Module())
    if weight.dim() > 1:
        getattr(kept, "0").register_buffer("_u", torch.empty(flat.shape[0]))
        getattr(kept, "0").register_buffer("_v", torch.empty(flat.shape[1]))

    def made(self):
        given = getattr(self.parametrizations, name)
        sides = getattr(given, "0")
        return _scaled(self, given.original, sides._u, sides._v, dim)

    _compute(module, name, made)
    return module
