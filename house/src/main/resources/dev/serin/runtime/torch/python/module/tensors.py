# The methods of tensors, which are also functions of torch, whose arguments are not those of one
# aten operator, in the part of Python that Serin reads.


def _listed(sizes):
    if len(sizes) == 1 and isinstance(sizes[0], (list, tuple)):
        return list(sizes[0])
    return list(sizes)


def view(self, *shape):
    if len(shape) == 1 and isinstance(shape[0], dtype_):
        refuse("a view as another datatype is not read")
    return aten.view(self, _listed(shape))


def reshape(self, *shape, **named):
    if "shape" in named:
        return aten.reshape(self, list(named["shape"]))
    return aten.reshape(self, _listed(shape))


def permute(self, *dims, **named):
    if "dims" in named:
        return aten.permute(self, list(named["dims"]))
    return aten.permute(self, _listed(dims))


def expand(self, *sizes):
    return aten.expand(self, _listed(sizes))


def repeat(self, *sizes):
    return aten.repeat(self, _listed(sizes))


def tile(self, *dims, **named):
    if "dims" in named:
        return aten.tile(self, list(named["dims"]))
    return aten.tile(self, _listed(dims))


def flip(self, *dims, **named):
    if "dims" in named:
        return aten.flip(self, list(_axes(named["dims"])))
    return aten.flip(self, _listed(dims))


def _axes(dims):
    return dims if isinstance(dims, (list, tuple)) else [dims]


def size(self, dim=None):
    return self.shape if dim is None else self.shape[dim]


def dim(self):
    return self.ndim


def ndimension(self):
    return self.ndim


def numel(self):
    count = 1
    for size in self.shape:
        count = count * size
    return count


def nelement(self):
    return numel(self)


def t(self):
    return self if self.ndim < 2 else aten.transpose(self, 0, 1)


def squeeze(self, dim=None):
    return aten.squeeze(self) if dim is None else aten.squeeze(self, dim)


def unflatten(self, dim, sizes):
    return aten.unflatten(self, dim, list(sizes))


def split(self, split_size_or_sections, dim=0, split_size=None):
    if isinstance(split_size_or_sections, (list, tuple)):
        return aten.split_with_sizes(self, list(split_size_or_sections), dim)
    return aten.split(self, split_size_or_sections, dim)


def tensor_split(self, indices_or_sections, dim=0):
    return aten.tensor_split(self, indices_or_sections, dim)


def softmax(self, dim, dtype=None):
    return aten.softmax(self, dim, dtype=dtype)


def log_softmax(self, dim, dtype=None):
    return aten.log_softmax(self, dim, dtype=dtype)


def select(self, dim, index):
    return aten.select(self, dim, index)


def narrow(self, dim, start, length):
    return aten.slice(self, dim, start, start + length, 1)


def unfold(self, dimension, size, step):
    refuse("Tensor.unfold is not read")


def norm(self, p=2, dim=None, keepdim=False, dtype=None):
    if p == "fro":
        p = 2
    if isinstance(p, str):
        refuse("the norm " + p + " is not read")
    if dim is None:
        return aten.norm(self, p)
    return aten.norm(self, p, list(_axes(dim)), keepdim)


def any(self, dim=None, keepdim=False):
    return aten.any(self) if dim is None else aten.any(self, dim, keepdim)


def all(self, dim=None, keepdim=False):
    return aten.all(self) if dim is None else aten.all(self, dim, keepdim)


def masked_fill_(self, mask, value):
    return aten.masked_fill_(self, mask, value)


def einsum(equation, *operands):
    return aten.einsum(equation, _listed(operands))


def item(self):
    return number_of(self)


def tolist(self):
    refuse_numbers("tolist()")


def numpy(self):
    refuse_numbers("numpy()")


def nonzero(self, as_tuple=False):
    refuse_numbers("nonzero()")


def float(self):
    return self.to(float32)


def double(self):
    return self.to(float64)


def long(self):
    return self.to(int64)


def int(self):
    return self.to(int32)


def bool(self):
    return self.to(bool_)


def half(self):
    refuse("tensors of 16 bits are not read")


def type_as(self, other):
    return self.to(other.dtype)


def new_zeros(self, *size, **options):
    return aten.zeros(_listed(size), dtype=options.get("dtype", self.dtype))


def new_ones(self, *size, **options):
    return aten.ones(_listed(size), dtype=options.get("dtype", self.dtype))


def new_full(self, size, fill_value, **options):
    return aten.full(list(size), fill_value, dtype=options.get("dtype", self.dtype))


def clamp(self, min=None, max=None):
    return aten.clamp(self, min, max)


def square(self):
    return self * self


def baddbmm(self, batch1, batch2, beta=1, alpha=1):
    return beta * self + alpha * aten.matmul(batch1, batch2)


def addbmm(self, batch1, batch2, beta=1, alpha=1):
    return beta * self + alpha * aten.matmul(batch1, batch2).sum(0)


def chunk(self, chunks, dim=0):
    return aten.chunk(self, chunks, dim)
